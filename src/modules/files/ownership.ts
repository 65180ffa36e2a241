import { type Command, type Ownership, sh } from "../../api/mod.ts";
import { modeAfter } from "./mode.ts";
import { type FileInfo, pathWord } from "./stat.ts";

/** Commands that give a path the wished owner and mode. */
export function* setOwnership(path: string, wished: Ownership, recursive = false): Generator<Command> {
  const flags = [recursive && "-R"];
  const owner = ownerCommand(path, wished, flags);
  const mode = wished.mode === undefined ? undefined : sh`chmod ${flags} ${wished.mode} ${pathWord(path)}`;
  // A change of the owner clears setuid and setgid, so that such a mode has to come second.
  const ordered = /^\d{4}$|s/.test(wished.mode ?? "") ? [owner, mode] : [mode, owner];
  for (const command of ordered) if (command) yield command;
}

/** As {@linkcode setOwnership}, for what differs from the present state alone. */
export function* alignOwnership(
  path: string,
  present: FileInfo,
  wished: Ownership,
  recursive = false,
): Generator<Command> {
  const { user, group, mode } = wished;
  const ownerDiffers = (user !== undefined && user !== present.user) ||
    (group !== undefined && group !== present.group);
  const modeDiffers = mode !== undefined && modeAfter(present.mode, mode) !== present.mode;
  yield* setOwnership(path, { ...(ownerDiffers ? { user, group } : {}), ...(modeDiffers ? { mode } : {}) }, recursive);
}

function ownerCommand(path: string, { user, group }: Ownership, flags: (string | false)[]): Command | undefined {
  if (user && group) return sh`chown ${flags} ${`${user}:${group}`} ${pathWord(path)}`;
  if (user) return sh`chown ${flags} ${user} ${pathWord(path)}`;
  if (group) return sh`chgrp ${flags} ${group} ${pathWord(path)}`;
}

/** As {@linkcode setOwnership}, with the owner before the mode, for a file that is not to be opened up too early. */
export function* ownerFirst(path: string, { user, group, mode }: Ownership): Generator<Command> {
  yield* setOwnership(path, { user, group });
  yield* setOwnership(path, { mode });
}

/** Commands that give a symbolic link itself an owner. */
export function* setLinkOwner(path: string, { user, group }: Ownership): Generator<Command> {
  const command = ownerCommand(path, { user, group }, ["-h"]);
  if (command) yield command;
}
