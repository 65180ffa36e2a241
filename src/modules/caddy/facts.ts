import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** What Caddy thinks of a configuration. */
export interface CaddyConfigReport {
  /** Whether Caddy would start with it. */
  readonly isValid: boolean;
  /** Why it would not. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

/** Whether a configuration of Caddy is valid. */
export const CaddyConfigTest: Fact<CaddyConfigReport | null, { path?: string; adapter?: string }> = fact({
  module: "caddy",
  name: "CaddyConfigTest",
  doc: "Whether Caddy would start with a configuration, and what it finds wrong; `null` where there is no Caddy. Any " +
    "system with Caddy 2.",
  args: () =>
    z.object({
      path: z.string().min(1).default("/etc/caddy/Caddyfile").describe("the configuration's file on the host"),
      adapter: z.string().min(1).optional().describe(
        "the configuration's language, as `caddyfile` (default: told by the file's name, else JSON)",
      ),
    }),
  requiresCommand: "caddy",
  command: ({ path, adapter }) =>
    sh`caddy validate --config ${path} ${adapter === undefined ? [] : ["--adapter", adapter]} 2>&1; echo "exit=$?"`,
  process: (lines) => {
    const code = lines.map((line) => /^exit=(\d+)$/.exec(line)?.[1]).findLast(Boolean);
    if (code === undefined) throw new Error(`expected the exit code, found ${JSON.stringify(lines[0] ?? "")}`);
    const isValid = code === "0";
    const entries = lines.map(entryOf).filter((entry) => entry !== undefined);
    const told = lines.find((line) => /^(Error|validate|run): /.test(line))?.replace(/^Error: /, "");
    const plain = lines.filter((line) => !line.startsWith("{") && !/^exit=\d+$/.test(line)).join("\n").trim();
    const error = told ?? (plain || entries.find(({ level }) => level === "error")?.text || `exit code ${code}`);
    return {
      isValid,
      ...!isValid && { error },
      warnings: entries.filter(({ level }) => level === "warn").map(({ text }) => text),
    };
  },
});

/** An entry of Caddy's log: JSON, or for a terminal time, level and text with tabs between them. */
function entryOf(line: string): { readonly level: string; readonly text: string } | undefined {
  if (!line.startsWith("{")) {
    const [, level, text] = /^\S+(?: \S+)?\t(?:\x1b\[\d+m)?(INFO|WARN|ERROR)(?:\x1b\[0m)?\t(.*)$/.exec(line) ?? [];
    return level === undefined ? undefined : { level: level.toLowerCase(), text: text!.replaceAll("\t", " ") };
  }
  try {
    const { level, msg, file, line: number } = JSON.parse(line);
    const place = file === undefined ? "" : ` (${file}${number === undefined ? "" : `:${number}`})`;
    return typeof level === "string" && typeof msg === "string" ? { level, text: `${msg}${place}` } : undefined;
  } catch {
    return undefined;
  }
}

/** A module of Caddy. */
export interface CaddyModule {
  readonly version?: string;
  /** The Go package that it is from. */
  readonly package?: string;
  /** Whether each Caddy has it. */
  readonly isStandard: boolean;
}

const COUNT = /^\s*(Standard|Non-standard|Unknown) modules: \d+$/;

/** The modules that Caddy was built with. */
export const CaddyModules: Fact<Record<string, CaddyModule>> = fact({
  module: "caddy",
  name: "CaddyModules",
  doc: "The modules that Caddy was built with, as `http.handlers.reverse_proxy`. Any system with Caddy 2.",
  requiresCommand: "caddy",
  command: () => sh`caddy list-modules --packages --versions`,
  process: (lines) => {
    const found: [string, CaddyModule][] = [];
    let waiting: [string, Omit<CaddyModule, "isStandard">][] = [];
    for (const line of lines.filter((line) => line.trim() !== "")) {
      const kind = COUNT.exec(line)?.[1];
      const [, id, version, source] = /^([a-z0-9_.-]+)(?: (\S+))?(?: (\S+))?(?: => .*)?$/i.exec(line) ?? [];
      if (kind !== undefined) {
        // The count stands behind those that it counts.
        for (const [id, module] of waiting) found.push([id, { ...module, isStandard: kind === "Standard" }]);
        waiting = [];
      } else if (id === undefined) throw unexpected("a module", line);
      else {waiting.push([id, {
          ...version !== undefined && { version },
          ...source !== undefined && { package: source },
        }]);}
    }
    if (waiting.length) throw unexpected("a count behind the modules", lines.findLast((line) => line.trim() !== "")!);
    return Object.fromEntries(found);
  },
  default: () => ({}),
});
