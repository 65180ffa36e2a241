import { type Fact, fact, raw, sh, type ShellCommand, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { oneLine, unexpected } from "../lines.ts";
import { unlessSaid } from "../unless_said.ts";
import { word } from "../word.ts";

// What git allows in the name of a branch or a tag.
const REFERENCE = /^[^\s~^:?*[\\\x00-\x1f\x7f]+$/;

const repository = () => z.object({ repo: z.string().min(1).describe("the repository's folder on the host") });

/** A command in a folder; what is no folder or no repository prints nothing. */
function inside(repo: string, command: ShellCommand): ShellCommand {
  return sh`! test -d ${repo} || (cd ${repo} && git rev-parse --git-dir >/dev/null && ${command}) 2>/dev/null || true`;
}

/** The branch that is checked out. */
export const GitBranch: Fact<string | null, { repo: string }> = fact({
  module: "git",
  name: "GitBranch",
  doc: "The branch that is checked out, or the tag where none is; `null` where there is no repository. Any system.",
  args: repository,
  requiresCommand: "git",
  command: ({ repo }) => inside(repo, sh`{ git symbolic-ref -q HEAD || git describe --all; }`),
  process: (lines) =>
    lines.length === 0 ? null : oneLine(lines, "a branch", REFERENCE).replace(/^(refs\/)?(heads|tags?)\//, ""),
});

/** The tags of a repository. */
export const GitTag: Fact<string[], { repo: string }> = fact({
  module: "git",
  name: "GitTag",
  doc: "The names of all tags of a repository. Any system.",
  args: repository,
  requiresCommand: "git",
  command: ({ repo }) => inside(repo, sh`git tag`),
  process: (lines) => matchLines(lines, REFERENCE, "a tag").map(([name]) => name),
  default: () => [],
});

/** The remote branch that the present branch follows. */
export const GitTrackingBranch: Fact<string | null, { repo: string }> = fact({
  module: "git",
  name: "GitTrackingBranch",
  doc: "The remote branch that the present branch follows, as `origin/main`; `null` without one. Any system.",
  args: repository,
  requiresCommand: "git",
  command: ({ repo }) => inside(repo, sh`git status --branch --porcelain --untracked-files=no`),
  process: ([line]) => {
    if (line === undefined) return null;
    if (!line.startsWith("## ")) throw unexpected("a branch behind ##", line);
    return /^## .+?\.\.\.(\S+)/.exec(line)?.[1] ?? null;
  },
});

const NO_SETTINGS = raw("*'unable to read config file '*': No such file or directory'*");
const SETTING = /^([a-z][a-z0-9-]*(?:\..*?)??\.[a-z][a-z0-9-]*)(?:=(.*))?$/is;

/** Git's settings. */
export const GitConfig: Fact<Record<string, string[]>, { repo?: string; system?: boolean }> = fact({
  module: "git",
  name: "GitConfig",
  doc: "Settings with all their values: the user's, the system's, or those of a repository. Any system.",
  args: () =>
    z.object({
      repo: z.string().min(1).optional().describe("the repository's folder (default: the user's settings)"),
      system: z.boolean().default(false).describe("the system's settings instead of the user's"),
    }),
  requiresCommand: "git",
  command: ({ repo, system }) =>
    repo === undefined
      ? unlessSaid(NO_SETTINGS, sh`git config ${raw(system ? "--system" : "--global")} -l`)
      : inside(repo, sh`git config --local -l`),
  process: (lines) => {
    const settings: Record<string, string[]> = {};
    let values: string[] | undefined;
    for (const line of lines) {
      const [, key, value] = SETTING.exec(line) ?? [];
      // A line that is no setting goes on with the value before it.
      if (key === undefined && values === undefined) throw unexpected("a setting", line);
      else if (key === undefined) values!.push(`${values!.pop()}\n${line}`);
      // A setting without a value is a switch that is on.
      else (values = Object.hasOwn(settings, key) ? settings[key]! : settings[key] = []).push(value ?? "true");
    }
    return settings;
  },
  default: () => ({}),
});

const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** The commit that a name stands for. */
export const GitLocalCommit: Fact<string | null, { repo: string; ref?: string }> = fact({
  module: "git",
  name: "GitLocalCommit",
  doc: "The commit that a name stands for in a repository on the host; `null` where there is none. Any system.",
  args: () => repository().extend({ ref: word().default("HEAD").describe("a branch, a tag or another name") }),
  requiresCommand: "git",
  command: ({ repo, ref }) => inside(repo, sh`git rev-parse --verify --quiet --end-of-options ${`${ref}^{commit}`}`),
  process: (lines) => lines.length === 0 ? null : oneLine(lines, "a commit", COMMIT),
});

/** Whether the present branch has a commit. */
export const GitHasCommit: Fact<boolean, { repo: string; commit: string }> = fact({
  module: "git",
  name: "GitHasCommit",
  doc: "Whether a commit is part of what is checked out: there is nothing to pull then. Any system.",
  args: () => repository().extend({ commit: word().describe("the commit") }),
  requiresCommand: "git",
  command: ({ repo, commit }) => inside(repo, sh`git merge-base --is-ancestor ${commit} HEAD && echo yes`),
  process: (lines) => lines.length > 0 && oneLine(lines, "yes", /^yes$/) === "yes",
  default: () => false,
});

/** Whether the submodules of a repository are as its present commit wants them. */
export const GitSubmodulesCurrent: Fact<boolean, { repo: string; recursive?: boolean }> = fact({
  module: "git",
  name: "GitSubmodulesCurrent",
  doc: "Whether all submodules are there, at the commits that the repository wants. Any system.",
  args: () => repository().extend({ recursive: z.boolean().default(false).describe("those of submodules too") }),
  requiresCommand: "git",
  command: ({ repo, recursive }) =>
    inside(repo, sh`git submodule status ${[recursive && "--recursive"]} && echo complete`),
  // A sign in front of a commit says what is wrong with it; the last word is missing where git has failed.
  process: (lines) => {
    const states = matchLines(lines, /^([ +U-])[0-9a-f]{40,64} |^complete$/, "a submodule and its commit");
    return lines.at(-1) === "complete" && states.every(([, sign]) => sign === undefined || sign === " ");
  },
  default: () => false,
});

/** The commit that a branch has at a remote. */
export const GitRemoteBranchCommit: Fact<string | null, { repo: string; remote?: string; branch?: string }> = fact({
  module: "git",
  name: "GitRemoteBranchCommit",
  doc: "The commit that a branch has at a remote now, which the host asks over the network; `null` where the remote " +
    "does not answer or has no such branch. Any system.",
  args: () =>
    repository().extend({
      remote: word().optional().describe(
        "the remote's name or address (default: what the branch follows, or `origin`)",
      ),
      branch: word().optional().describe("the branch (default: the present one, as it is called there)"),
    }),
  requiresCommand: "git",
  command: ({ repo, remote, branch }) => inside(repo, remoteCommit(remote, branch)),
  process: (lines) => firstCommit(lines),
});

/** The first line that starts with a commit; a remote may greet first. @throws {Error} for lines without a commit */
function firstCommit(lines: readonly string[]): string | null {
  const commit = lines.map((line) => line.split(/\s/)[0]!).find((word) => COMMIT.test(word));
  if (commit === undefined && lines.some((line) => line.trim() !== "")) throw unexpected("a commit", lines[0]!);
  return commit ?? null;
}

function remoteCommit(remote: string | undefined, branch: string | undefined): ShellCommand {
  const ask = sh`GIT_TERMINAL_PROMPT=0 git ls-remote --exit-code`;
  if (remote !== undefined && branch !== undefined) return sh`${ask} ${remote} ${`refs/heads/${branch}`}`;
  const local = branch === undefined ? sh`git symbolic-ref -q --short HEAD` : sh`echo ${branch}`;
  const from = remote === undefined ? sh`git config branch."$local".remote || echo origin` : sh`echo ${remote}`;
  return sh`local=$(${local}) && remote=$(${from}) && merge=$(git config branch."$local".merge || echo refs/heads/"$local") && ${ask} "$remote" "$merge"`;
}
