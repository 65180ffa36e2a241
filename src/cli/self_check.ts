import { editorTypes } from "./editor_types.ts";
import { builtInConnector, CONNECTOR_NAMES } from "../loader/mod.ts";

/** Every package of npm that the program loads when it needs it. */
export const PACKAGES: Readonly<Record<string, () => Promise<object>>> = {
  "amaro": () => import("amaro"),
  "diff": () => import("diff"),
  "es-module-lexer": () => import("es-module-lexer"),
  "eta": () => import("eta"),
  "nunjucks": () => import("nunjucks"),
  "semver": () => import("semver"),
  "ssh-config": () => import("ssh-config"),
  "ssh2": () => import("ssh2"),
  "yaml": () => import("yaml"),
  "zod": () => import("zod"),
};

const OWN: Readonly<Record<string, () => Promise<object>>> = {
  "drover": () => import("../mod.ts"),
  "drover/connectors": () => import("../connectors.ts"),
  "drover/testing": () => import("../testing/mod.ts"),
};

/**
 * Loads all that an executable has to carry, and says what is missing. `deno compile` ends well even where it could not
 * embed a package: only loading it tells.
 */
export async function selfCheck(): Promise<{ readonly loaded: number; readonly missing: readonly string[] }> {
  const connectors = CONNECTOR_NAMES.map((name) => {
    const load = async () => ({ default: await builtInConnector(name) });
    return [`connectors/${name}`, load] as const;
  });
  const parts: (readonly [string, () => Promise<object>])[] = [
    ...Object.entries(PACKAGES),
    ...Object.entries(OWN),
    ...connectors,
  ];
  if (Deno.build.standalone) parts.push(["the types for editors", typesForEditors]);
  const missing: string[] = [];
  for (const [name, load] of parts) {
    const found = await load().catch((error: Error) => error);
    if (found instanceof Error) missing.push(`${name}: ${found.message}`);
    else if (Object.keys(found).length === 0) missing.push(`${name}: it exports nothing`);
  }
  return { loaded: parts.length - missing.length, missing };
}

async function typesForEditors(): Promise<object> {
  const types = await editorTypes();
  if (types === undefined) throw new Error("there are none");
  return { types };
}
