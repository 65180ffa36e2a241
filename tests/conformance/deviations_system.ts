import type { Deviation } from "./deviation.ts";
import { sameSteps, type Step, withTokens } from "./steps.ts";
import { ACTIVE, type Token } from "./tokens.ts";

/** The rules for the modules that are about the system itself: server, crontab, services, packages. */
export const systemDeviations: readonly Deviation[] = [
  {
    name: "line added in one way",
    reason: "An empty or new file must not get an empty line in front of a line that is added.",
    applies: (mismatch) =>
      mismatch.about === "commands" &&
      sameSteps(mismatch.expected.map(asAppended), mismatch.found.map(asAppended)),
  },
  {
    name: "line removed as a whole",
    reason: "A line that shall not be there leaves no empty line behind.",
    applies: (mismatch) =>
      mismatch.about === "commands" && sameSteps(mismatch.expected, mismatch.found.map(emptiedInsteadOfRemoved)),
  },
  {
    name: "crontab without a temporary file",
    reason:
      "One command from `crontab -l` to `crontab -`: nothing is left in /tmp, and only the entry itself is matched.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.ours === "crontab.crontab" &&
      sameCrontab(mismatch.expected, mismatch.found),
  },
  {
    name: "whole port number",
    reason: "Who waits for port 80 must not be content with 8080.",
    applies: (mismatch) =>
      mismatch.about === "commands" && mismatch.ours === "server.wait" &&
      sameSteps(mismatch.expected, mismatch.found.map((step) => withTokens(step, (tokens) => tokens.map(withoutEnd)))),
  },
  {
    name: "script removed after its run",
    reason: "An uploaded script must not stay on the host, whether it succeeds or not, and others need not read it.",
    applies: (mismatch) =>
      mismatch.about === "commands" && /^server\.script/.test(mismatch.ours) &&
      sameScript(mismatch.expected, mismatch.found),
  },
  {
    name: "version with its epoch",
    reason: "A version without what stands behind its epoch cannot be compared with the one that is wished for.",
    applies: (mismatch) =>
      mismatch.about === "result" && mismatch.ours === "pacman.PacmanPackages" &&
      sameVersions(mismatch.expected, mismatch.found),
  },
];

const THEIR_APPEND = /^\( \[ "?\$\(tail -c1 (.*?) \| wc -l\)"? -eq 0 \] && echo ; (echo .*) \) >> (.*)$/;
const OUR_APPEND =
  /^if \[ -s (.*?) \] && \[ "?\$\(tail -c 1 < .*? \| wc -l\)"? -eq 0 \] ; then echo >> .*? ; fi && (echo .*) >> (.*)$/;

/** A command that adds a line, and first the newline that a file lacks at its end, as words of its own. */
function asAppended(step: Step): Step {
  const found = THEIR_APPEND.exec(textOf(step)) ?? OUR_APPEND.exec(textOf(step));
  if (found === null || found[1] !== found[3]) return step;
  return withTokens(step, () => [found[2]!, found[1]!].map((text) => ({ kind: "word", text })));
}

function emptiedInsteadOfRemoved(step: Step): Step {
  return withTokens(
    step,
    (tokens) =>
      tokens[0]?.text === "sed"
        ? tokens.map((token) => ({ ...token, text: token.text.replace(/^\/(.*)\/d$/s, "s/$1//") }))
        : tokens,
  );
}

/** Whether one command does what several do by a temporary file: the same user, the same lines in and out. */
function sameCrontab(expected: readonly Step[], found: readonly Step[]): boolean {
  const [ours = "", ...more] = found.map(textOf);
  const theirs = expected.map(textOf);
  const user = /^crontab (-u \S+ )?_tempfile_$/.exec(theirs.at(-1) ?? "");
  if (user === null || more.length > 0 || !ours.endsWith(`| crontab ${user[1] ?? ""}-`)) return false;
  return theirs.slice(0, -1).every((line) => {
    if (/^crontab -l (-u \S+ )?> _tempfile_$/.test(line)) return ours.includes(`crontab ${user[1] ?? ""}-l`);
    const added = /^echo (.*) >> _tempfile_$/.exec(line);
    if (added) return ours.includes(added[1]!.trim().replace("# pyinfra-name=", "# drover-name="));
    const edited = /s\/\.\*(.*)\.\*\/(.*)\/ _tempfile_ && rm/.exec(line);
    if (edited === null) return false;
    const [before, after] = [edited[1]!, edited[2]!].map(unescaped) as [string, string];
    const end = after === "" ? "$/d" : `$/${after}/`;
    return unescaped(ours).includes(`${before}[[:space:]]*${end}`);
  });
}

function unescaped(text: string): string {
  return text.replaceAll("\\", "");
}

function withoutEnd(token: Token): Token {
  return { ...token, text: token.text.replace(/\[\[:space:\]\]$/, "") };
}

/** Whether both sides upload the same script and run it with the same arguments. */
function sameScript(expected: readonly Step[], found: readonly Step[]): boolean {
  const [theirUpload, ...theirRuns] = expected;
  const [ourUpload, ourRun, ...more] = found;
  const theirRun = theirRuns.at(-1);
  if (theirUpload?.kind !== "upload" || ourUpload?.kind !== "upload" || more.length > 0) return false;
  if (theirRun?.kind !== "shell" || ourRun?.kind !== "shell" || theirUpload.content !== ourUpload.content) return false;
  const words = ourRun.tokens.map(({ text }) => text.replaceAll(ACTIVE, ""));
  const args = theirRun.tokens.slice(1).map(({ text }) => text.replaceAll(ACTIVE, ""));
  const run = words.lastIndexOf("$file");
  return run !== -1 && words.includes('rm -f "$file"') &&
    JSON.stringify(words.slice(run + 1, -1)) === JSON.stringify(args);
}

function sameVersions(expected: unknown, found: unknown): boolean {
  const [theirs, ours] = [expected, found] as Record<string, string[]>[];
  return JSON.stringify(Object.keys(theirs!)) === JSON.stringify(Object.keys(ours!)) &&
    Object.entries(theirs!).every(([name, versions]) => {
      const own = ours![name]!;
      return versions.length === own.length &&
        versions.every((version, index) =>
          version === own[index] || (/^\d+$/.test(version) && own[index]!.startsWith(`${version}:`))
        );
    });
}

function textOf(step: Step): string {
  return step.kind === "shell" ? step.tokens.map(({ text }) => text.replaceAll(ACTIVE, "")).join(" ") : "";
}
