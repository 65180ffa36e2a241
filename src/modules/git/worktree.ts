import { arg, type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { Directory } from "../files/mod.ts";
import { word } from "../word.ts";
import { GitLocalCommit, GitRemoteBranchCommit, GitTrackingBranch } from "./facts.ts";
import { hasNoNews } from "./news.ts";
import { checkOwner, giveTo, inFolder } from "./ownership.ts";

const args = () =>
  z.object({
    worktree: arg.path().describe("the worktree's folder on the host"),
    repo: z.string().min(1).optional().describe("the repository that a new worktree belongs to"),
    detached: z.boolean().default(false).describe("check out a commit without a branch"),
    newBranch: word().optional().describe("make this branch for the new worktree"),
    commitish: word().optional().describe("the branch, tag or commit to start from"),
    pull: z.boolean().default(true).describe("bring a worktree that is there up to date"),
    rebase: z.boolean().default(false).describe("rebase on `pull`, instead of merging"),
    fromRemoteBranch: z.array(word()).readonly().optional().describe(
      'remote and branch to pull from, as `["origin", "main"]` (default: what the branch follows)',
    ),
    present: z.boolean().default(true).describe("whether the worktree shall be there"),
    assumeRepoExists: z.boolean().default(false).describe("do not look whether `repo` is a repository"),
    force: z.boolean().default(false).describe("remove the worktree even if it has changes"),
    user: z.string().optional().describe(
      "the owner of all in a new worktree; git refuses to update what belongs to another user: better run as the owner, by `_sudoUser`",
    ),
    group: z.string().optional().describe("the group of all in a new worktree"),
  });

type WorktreeArguments = z.output<ReturnType<typeof args>>;

/** Makes, updates or removes a git worktree. */
export const worktree: Operation<Arguments<typeof args>> = operation(
  {
    module: "git",
    name: "worktree",
    doc: "Makes, updates or removes a git worktree. One that is there is pulled only if the remote branch has " +
      "commits that the local one has not. Any system with git.",
    args,
  },
  async function* (args, host) {
    const { worktree, repo, present, assumeRepoExists, force, user, group } = args;
    const from = remoteOf(args);
    const pulls = present && args.pull;
    const [folder, metadata, tracking, local, remote] = await Promise.all([
      host.fact(Directory, { path: worktree }),
      repo === undefined || assumeRepoExists ? undefined : host.fact(Directory, { path: `${repo}/.git` }),
      pulls ? host.fact(GitTrackingBranch, { repo: worktree }) : null,
      pulls ? host.fact(GitLocalCommit, { repo: worktree }) : null,
      pulls ? host.fact(GitRemoteBranchCommit, { repo: worktree, ...from }) : null,
    ]);
    if (!present) {
      if (!folder) return host.noop(`worktree ${worktree} does not exist`);
      return yield inFolder(worktree, ["worktree", "remove", ".", force && "--force"]);
    }
    if (!folder) {
      yield inFolder(repositoryOf(args, metadata !== null), adding(args));
      return yield* giveTo(worktree, { user, group });
    }
    if (!args.pull) return host.noop(`worktree ${worktree} exists`);
    if (!tracking && !from) return host.noop(`worktree ${worktree} exists and its branch follows no other`);
    if (await hasNoNews(worktree, { local, remote }, host)) return host.noop(`worktree ${worktree} is up to date`);
    if (local === null) await checkOwner(worktree, folder, host);
    yield inFolder(worktree, ["pull", args.rebase && "--rebase", from?.remote, from?.branch]);
  },
);

function adding({ worktree, detached, newBranch, commitish }: WorktreeArguments) {
  if (detached && newBranch !== undefined) {
    throw new OperationError(`Cannot add the worktree ${worktree}: it cannot be detached and have a new branch`, {
      hint: "Leave out detached or newBranch.",
    });
  }
  const how = detached ? ["--detach"] : newBranch === undefined ? [] : ["-b", newBranch];
  return ["worktree", "add", ...how, worktree, commitish];
}

function repositoryOf({ worktree, repo }: WorktreeArguments, isThere: boolean): string {
  if (repo === undefined) {
    throw new OperationError(`Cannot add the worktree ${worktree}: no repository is given`, {
      hint: "Say with repo which repository it shall belong to.",
    });
  }
  if (isThere) return repo;
  throw new OperationError(`Cannot add the worktree ${worktree}: ${repo} is no git repository, it has no .git`, {
    hint: "For a bare repository, or one that an earlier operation makes, set assumeRepoExists.",
  });
}

function remoteOf({ fromRemoteBranch: from }: WorktreeArguments) {
  if (from === undefined) return undefined;
  const [remote, branch] = from;
  if (from.length === 2) return { remote: remote!, branch: branch! };
  throw new OperationError(`fromRemoteBranch has to be a remote and a branch, found ${JSON.stringify(from)}`, {
    hint: 'Write it as ["origin", "main"].',
  });
}
