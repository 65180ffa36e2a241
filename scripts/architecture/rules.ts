import type { Import, SourceFile } from "./graph.ts";

/** Something that breaks a rule, or is close to it. */
export interface Finding {
  readonly severity: "error" | "warning";
  readonly path: string;
  readonly line?: number;
  readonly message: string;
}

/** From this many lines on a file should have a reason; from the second number on it is refused. */
const LONG_FILE = { warning: 250, error: 350 };

/** Which folders each folder of `src` may import from, besides itself; `src` stands for the entry points in it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "command": [],
  "session": ["command"],
  "api": ["command", "session"],
  "inventory": ["api", "command"],
  // What it loads lazily from the entry points is what scripts import by `drover`.
  "loader": ["api", "command", "connectors", "src", "testing", "deno.json"],
  "modules": ["api", "command"],
  "engine": ["api", "command", "session", "inventory", "loader"],
  "testing": ["api", "command", "session", "inventory", "loader", "engine", "modules"],
  // What runs in the worker is the API itself, with an engine that is somewhere else.
  "sandbox": ["api", "command", "inventory", "loader", "modules", "engine", "src"],
  "cli": ["api", "command", "session", "inventory", "loader", "modules", "engine", "testing", "sandbox", "src"],
  "src": ["api", "command", "session", "inventory", "loader", "modules", "engine", "testing"],
};

/** Errors are used everywhere and use nothing. */
const ERRORS = "src/errors.ts";

/** Holds the files of the project against its rules on imports and size. */
export function findViolations(files: readonly SourceFile[]): Finding[] {
  const findings = files.flatMap((file) => [...checkImports(file), ...checkSize(file)]);
  return [...findings, ...findCycles(files)];
}

/** The part of the project that a file belongs to: a folder of `src`, a folder of the root, or the file itself in the root. */
function partOf(path: string): string {
  const [first = "", second = "", third] = path.split("/");
  if (first !== "src") return second ? first : path;
  return third === undefined ? "src" : second;
}

function isTest(path: string): boolean {
  return path.startsWith("tests/") || path.endsWith("_test.ts");
}

function checkImports(file: SourceFile): Finding[] {
  if (isTest(file.path)) return [];
  return file.imports.flatMap((one) => {
    const message = explain(file.path, one);
    return message === undefined ? [] : [{ severity: "error" as const, path: file.path, line: one.line, message }];
  });
}

/** What is wrong with an import, or nothing. */
function explain(from: string, { specifier, path }: Import): string | undefined {
  if (from === ERRORS) return `${ERRORS} imports nothing, but here "${specifier}"`;
  if (path === undefined || path === ERRORS) return undefined;
  const [part, target] = [partOf(from), partOf(path)];
  if (part === target) return undefined;
  if (part === "connectors") {
    return specifier === "drover/connectors"
      ? undefined
      : `a connector imports from "drover/connectors" alone, but here "${specifier}"`;
  }
  if (from.startsWith("src/")) {
    const allowed = MAY_IMPORT[part];
    if (allowed === undefined) return `src/${part} has no rule yet; say in the rules what it may import`;
    if (!allowed.includes(target)) {
      return `${nameOf(part)} must not import from ${path}; it may import from: ${
        allowed.map(nameOf).join(", ") || "nothing"
      }`;
    }
  } else if (target === "cli" && from !== "main.ts" && part !== "scripts") {
    return `only main.ts imports the command line, but here "${specifier}"`;
  }
  if (target === "src" || isConnector(path) || path.endsWith("/mod.ts") || !path.includes("/")) return undefined;
  return `${path} is entered past its door; import from ${doorOf(path)}`;
}

/** Each connector is one file or folder, with a door of its own. */
function isConnector(path: string): boolean {
  return /^connectors\/[^/]+(\/mod)?\.ts$/.test(path);
}

function nameOf(part: string): string {
  if (part === "connectors") return part;
  return part === "src" ? "the entry points in src" : `src/${part}`;
}

function doorOf(path: string): string {
  const [first, second] = path.split("/");
  return first === "src" ? `src/${second}/mod.ts` : `the mod.ts of its folder`;
}

function checkSize({ path, lines }: SourceFile): Finding[] {
  if (isTest(path) || lines <= LONG_FILE.warning) return [];
  const severity = lines > LONG_FILE.error ? "error" : "warning";
  return [{ severity, path, message: `${lines} lines; one idea a file, at most ${LONG_FILE[severity]} lines` }];
}

/** Finds the groups of files that import each other, each once. */
function findCycles(files: readonly SourceFile[]): Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const cycle = [...trail.slice(start), path].join(" → ");
      findings.push({ severity: "error", path, message: `import cycle: ${cycle}` });
      return;
    }
    if (done.has(path)) return;
    for (const one of byPath.get(path)?.imports ?? []) {
      if (one.path !== undefined && !one.isLoose) visit(one.path, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return findings;
}
