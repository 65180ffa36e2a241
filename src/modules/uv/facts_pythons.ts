import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { collectVersions } from "../packages.ts";

const pythons = () => z.array(z.object({ key: z.string(), version: z.string() }));

interface PythonsFact {
  readonly name: string;
  readonly doc: string;
  /** Those that are installed, and not all that could be. */
  readonly installed: boolean;
  readonly by: "version" | "key";
}

function pythonsFact(
  { name, doc, installed, by }: PythonsFact,
): Fact<Record<string, string[]>, { isManaged?: boolean }> {
  return fact({
    module: "uv",
    name,
    doc: `${doc} Any system with uv.`,
    args: () => z.object({ isManaged: z.boolean().default(true).describe("only the Pythons that uv itself manages") }),
    requiresCommand: "uv",
    command: ({ isManaged }) =>
      sh`uv python list ${[isManaged && "--managed-python", installed && "--only-installed"]} --output-format json`,
    process: (lines) =>
      collectVersions(
        parseJson(lines, pythons()).map(({ key, version }) => by === "key" ? [key, version] : [version, key]),
      ),
    default: () => ({}),
  });
}

/** The Pythons that uv has installed, by version. */
export const UvInstalledPythonsByVersion: Fact<Record<string, string[]>, { isManaged?: boolean }> = pythonsFact({
  name: "UvInstalledPythonsByVersion",
  doc: "The versions of the installed Pythons, each with its implementations as `cpython-3.13.4-linux-x86_64-gnu`.",
  installed: true,
  by: "version",
});

/** The Pythons that uv has installed, by implementation. */
export const UvInstalledPythonsByImplementation: Fact<Record<string, string[]>, { isManaged?: boolean }> = pythonsFact({
  name: "UvInstalledPythonsByImplementation",
  doc: "The installed Pythons as `cpython-3.13.4-linux-x86_64-gnu`, each with its version.",
  installed: true,
  by: "key",
});

/** The Pythons that uv could use, by version. */
export const UvAvailablePythonsByVersion: Fact<Record<string, string[]>, { isManaged?: boolean }> = pythonsFact({
  name: "UvAvailablePythonsByVersion",
  doc: "The versions of the Pythons that uv has or could install, each with its implementations.",
  installed: false,
  by: "version",
});

/** The Pythons that uv could use, by implementation. */
export const UvAvailablePythonsByImplementation: Fact<Record<string, string[]>, { isManaged?: boolean }> = pythonsFact({
  name: "UvAvailablePythonsByImplementation",
  doc: "The Pythons that uv has or could install as `cpython-3.13.4-linux-x86_64-gnu`, each with its version.",
  installed: false,
  by: "key",
});
