/** Mistakes of users, and that they are explained and change nothing. @module */
import { match, ok, strictEqual } from "node:assert/strict";
import { type Project, startProject } from "./program.ts";

/** A mistake of a user, and what has to be said about it. */
export interface Mistake {
  readonly what: string;
  readonly args: readonly string[];
  readonly says: RegExp | readonly RegExp[];
}

/** A script that would make a file before it comes to the mistake. */
export function afterMarker(rest: string, imports = "files, server"): string {
  return `import { ${imports} } from "drover";
export default async (host) => {
  files.file({ path: "marker" });
  ${rest}
};
`;
}

/** Makes each mistake in a folder with these files and checks what the program says; none may make the marker. */
export async function checkMistakes(
  t: Deno.TestContext,
  files: Readonly<Record<string, string>>,
  mistakes: readonly Mistake[],
  never = /Drover itself failed/,
): Promise<void> {
  await using project = await startProject(files);
  for (const mistake of mistakes) await t.step(mistake.what, () => check(project, mistake, never));
}

async function check(project: Project, { args, says }: Mistake, never: RegExp): Promise<void> {
  const { stderr, stdout, code } = await project.drover(args);
  for (const pattern of [says].flat()) match(stderr, pattern);
  ok(!never.test(stderr), stderr);
  strictEqual(code, 2, stderr);
  strictEqual(stdout, "", "stdout is for results");
  strictEqual(await project.read("marker"), undefined, "something was changed");
  ok(!/^ {2,}at .*(src|ext:)/m.test(stderr), `a stack trace for a mistake of a user: ${stderr}`);
  ok(!stderr.includes("\x1b"), "escape codes without a terminal");
}
