import { type Command, OperationError, type OperationHost, sh } from "../../api/mod.ts";
import type { FileInfo } from "../files/mod.ts";
import { User } from "../server/facts.ts";

/** Who shall own what git made. */
export interface Owner {
  readonly user?: string;
  readonly group?: string;
}

/** A git command in a folder. */
export const inFolder = (folder: string, words: readonly (string | false | undefined)[]): Command =>
  sh`cd ${folder} && git ${words}`;

/** Gives all of a folder to its owner. */
export function* giveTo(folder: string, { user, group }: Owner): Generator<Command> {
  if (user !== undefined) yield sh`chown -R ${group === undefined ? user : `${user}:${group}`} ${folder}`;
  else if (group !== undefined) yield sh`chgrp -R ${group} ${folder}`;
}

/** Whether something on the host belongs to somebody else. */
export function isForeign(info: FileInfo | false | null, { user, group }: Owner): boolean {
  if (!info) return false;
  return (user !== undefined && info.user !== user) || (group !== undefined && info.group !== group);
}

/**
 * Git does nothing in a repository of somebody else, whose hooks and settings it would have to obey.
 *
 * @throws {OperationError} where the repository belongs to another user than the one that git runs as
 */
export async function checkOwner(repo: string, { user }: FileInfo, host: OperationHost): Promise<void> {
  const self = await host.fact(User);
  if (user === undefined || self === null || user === self) return;
  throw new OperationError(
    `Cannot update the repository ${repo}: it belongs to ${user}, and git refuses to as ${self}`,
    {
      hint: `Run the operation as the owner, with _sudo: true and _sudoUser: "${user}".`,
    },
  );
}
