import type { OperationHost } from "../../api/mod.ts";
import { GitHasCommit } from "./facts.ts";

/** Where a branch is, here and at its remote. */
export interface Commits {
  readonly local: string | null;
  readonly remote: string | null;
}

/** Whether there is nothing to pull: the branch is where the remote one is, or ahead of it. */
export async function hasNoNews(repo: string, { local, remote }: Commits, host: OperationHost): Promise<boolean> {
  if (local === null || remote === null) return false;
  return local === remote || await host.fact(GitHasCommit, { repo, commit: remote });
}
