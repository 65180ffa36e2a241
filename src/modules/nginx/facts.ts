import { type Fact, fact, sh, z } from "../../api/mod.ts";

/** Something that nginx says of its configuration. */
export interface NginxProblem {
  readonly level: "warn" | "error" | "crit" | "alert" | "emerg";
  readonly message: string;
  /** The file that it is about. */
  readonly file?: string;
  readonly line?: number;
}

/** What nginx thinks of its configuration. */
export interface NginxConfigReport {
  /** Whether nginx would start with it. */
  readonly isValid: boolean;
  /** Its errors and warnings. */
  readonly problems: readonly NginxProblem[];
}

const PROBLEM = /^(?:nginx: |\S+ \S+ )\[(warn|error|crit|alert|emerg)\] (?:\d+#\d+: )?(.*)$/;

/** Whether the configuration of nginx is valid. */
export const NginxConfigTest: Fact<NginxConfigReport | null, { path?: string }> = fact({
  module: "nginx",
  name: "NginxConfigTest",
  doc:
    "Whether nginx would start with its configuration, and what it finds wrong; `null` where there is no nginx. Any " +
    "system with nginx; as root.",
  args: () =>
    z.object({ path: z.string().min(1).optional().describe("the configuration's main file (default: nginx's own)") }),
  requiresCommand: "nginx",
  command: ({ path }) => sh`nginx -t -q ${path === undefined ? [] : ["-c", path]} 2>&1; echo "exit=$?"`,
  process: (lines) => {
    const code = lines.map((line) => /^exit=(\d+)$/.exec(line)?.[1]).findLast(Boolean);
    if (code === undefined) throw new Error(`expected the exit code, found ${JSON.stringify(lines[0] ?? "")}`);
    // What goes to the standard error and to the log may stand there twice.
    const problems = new Map(
      lines.map((line) => PROBLEM.exec(line)).filter((found) => found !== null).map((
        [, level, text],
      ) => [text!, problemOf(level as NginxProblem["level"], text!)]),
    );
    const isValid = code === "0";
    if (!isValid && problems.size === 0) {
      const message = lines.slice(0, -1).join("\n") || `exit code ${code}`;
      return { isValid, problems: [{ level: "error", message }] };
    }
    return { isValid, problems: [...problems.values()] };
  },
});

function problemOf(level: NginxProblem["level"], text: string): NginxProblem {
  const [, message, file, line] = /^(.*) in (\/.*):(\d+)$/.exec(text) ?? [];
  return message === undefined ? { level, message: text } : { level, message, file, line: Number(line) };
}
