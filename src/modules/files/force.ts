import { type Command, OperationError, sh } from "../../api/mod.ts";
import { pathWord } from "./stat.ts";

/** What to do with something else that is in the way. */
export interface Force {
  readonly force: boolean;
  readonly forceBackup: boolean;
  readonly forceBackupDir?: string;
}

/**
 * Makes room at a path where something of another type is: moves it to a backup, or removes it.
 *
 * @throws {OperationError} without `force`
 */
export function* makeRoom(
  path: string,
  type: "file" | "directory" | "link",
  { force, forceBackup, forceBackupDir }: Force,
): Generator<Command> {
  if (!force) {
    throw new OperationError(`${path} exists and is not a ${type}`, {
      hint: "With force it is moved away, with forceBackup: false removed.",
    });
  }
  if (!forceBackup) return yield sh`rm -rf ${pathWord(path)}`;
  const backup = `${path}.${timestamp()}`;
  if (forceBackupDir === undefined) return yield sh`mv ${pathWord(path)} ${pathWord(backup)}`;
  yield sh`mv ${pathWord(path)} ${pathWord(`${forceBackupDir}/${backup.replace(/^\//, "").replaceAll("/", "_")}`)}`;
}

/** The time as a part of a file's name. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\..*/, "").replaceAll(/[-:]/g, "");
}
