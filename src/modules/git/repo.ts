import { arg, type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { Directory, directory } from "../files/mod.ts";
import { keyscan } from "../ssh/keyscan.ts";
import { word } from "../word.ts";
import { GitBranch, GitLocalCommit, GitRemoteBranchCommit, GitSubmodulesCurrent, GitTag } from "./facts.ts";
import { hasNoNews } from "./news.ts";
import { checkOwner, giveTo, inFolder, isForeign } from "./ownership.ts";
import { sshHostOf } from "./ssh_host.ts";

const args = () =>
  z.object({
    src: word().describe("the repository's address"),
    dest: arg.path().describe("the folder on the host"),
    branch: word().optional().describe("the branch, tag or whole commit to check out (default: the remote's)"),
    pull: z.boolean().default(true).describe("bring a repository that is there up to date"),
    rebase: z.boolean().default(false).describe("rebase on `pull`, instead of merging"),
    user: z.string().optional().describe(
      "the owner of all in it; git refuses to update what belongs to another user: better run as the owner, by `_sudoUser`",
    ),
    group: z.string().optional().describe("the group of all in it"),
    sshKeyscan: z.boolean().default(false).describe("make the SSH key of the address's host known first"),
    updateSubmodules: z.boolean().default(false).describe("bring submodules up to date"),
    recursiveSubmodules: z.boolean().default(false).describe("with `updateSubmodules`: those of submodules too"),
    depth: z.int().min(1).optional().describe("how many commits to clone (default: all)"),
  });

type RepoArguments = z.output<ReturnType<typeof args>>;

/** Clones a git repository and keeps it up to date. */
export const repo: Operation<Arguments<typeof args>> = operation(
  {
    module: "git",
    name: "repo",
    doc: "Clones a git repository and keeps its branch up to date. Pulls only if the remote branch has commits that " +
      "the local one has not. Any system with git.",
    args,
  },
  async function* (args, host) {
    const { src, dest, branch, pull, user, group, updateSubmodules } = args;
    const [folder, metadata, present, tags, local, wished, remote, hasSubmodules] = await Promise.all([
      host.fact(Directory, { path: dest }),
      // In a worktree or submodule .git is a file, for which this is false.
      host.fact(Directory, { path: `${dest}/.git` }),
      branch === undefined ? null : host.fact(GitBranch, { repo: dest }),
      branch === undefined ? [] as string[] : host.fact(GitTag, { repo: dest }),
      host.fact(GitLocalCommit, { repo: dest }),
      branch === undefined ? null : host.fact(GitLocalCommit, { repo: dest, ref: branch }),
      pull && !isCommit(branch) ? host.fact(GitRemoteBranchCommit, { repo: dest, branch }) : null,
      updateSubmodules ? host.fact(GitSubmodulesCurrent, { repo: dest, recursive: args.recursiveSubmodules }) : true,
    ]);
    if (args.sshKeyscan) yield* keyscan.inner(hostOf(src));
    if (!folder) yield* directory.inner({ path: dest });

    const isTag = branch !== undefined && tags.includes(branch);
    // Several tags of one commit are the same: git names only one of them.
    const isAtTag = isTag && present !== null && tags.includes(present) && local !== null && local === wished;
    const isThere = branch === undefined || branch === present || branch === local || isAtTag;
    const isCurrent = isThere && !isTag && await hasNoNews(dest, { local, remote }, host);
    const state = { isThere, isTag, isCurrent };
    const commands = metadata === null ? cloning(args) : updating(args, state);
    if (metadata && commands.length && local === null) await checkOwner(dest, metadata, host);
    // Another commit may want other submodules.
    if (updateSubmodules && (commands.length || !hasSubmodules)) {
      commands.push(["submodule", "update", "--init", args.recursiveSubmodules && "--recursive"]);
    }
    for (const words of commands) yield inFolder(dest, words);
    if (commands.length || isForeign(folder, { user, group })) yield* giveTo(dest, { user, group });
    else host.noop(`repository ${dest} is up to date`);
  },
);

type Words = (string | false | undefined)[];

function cloning({ src, branch, depth }: RepoArguments): Words[] {
  const depthWords = depth === undefined ? [] : ["--depth", String(depth)];
  // git clones branches and tags only; any other commit has to be checked out afterwards.
  if (isCommit(branch)) return [["clone", src, "."], ["checkout", branch]];
  return [["clone", src, ...(branch === undefined ? [] : ["--branch", branch]), ...depthWords, "."]];
}

/** What is known of a repository that is there. */
interface State {
  /** What shall be checked out is. */
  readonly isThere: boolean;
  readonly isTag: boolean;
  /** The remote branch has nothing that the local one has not. */
  readonly isCurrent: boolean;
}

function updating({ branch, pull, rebase }: RepoArguments, { isThere, isTag, isCurrent }: State): Words[] {
  const commands: Words[] = isThere ? [] : [["fetch"], ["checkout", branch]];
  const nothingToPull = isTag || isCommit(branch) || (isThere && isCurrent);
  if (pull && !nothingToPull) commands.push(["pull", rebase && "--rebase"]);
  return commands;
}

function isCommit(branch: string | undefined): branch is string {
  return branch !== undefined && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(branch);
}

function hostOf(src: string) {
  const found = sshHostOf(src);
  if (found !== undefined) return found;
  throw new OperationError(`Could not parse domain (to SSH keyscan) from: ${src}`, {
    hint: "sshKeyscan is for addresses as git@HOST:PATH and ssh://HOST/PATH; leave it out for others.",
  });
}
