import { type Command, type OperationHost, sh } from "../../api/mod.ts";
import type { UserInfo } from "./facts.ts";

/** What a user account shall be. */
export interface Account {
  readonly user: string;
  readonly home: string;
  readonly shell?: string;
  readonly group?: string;
  readonly groups?: readonly string[];
  readonly append: boolean;
  readonly createHome: boolean;
  readonly system: boolean;
  readonly uid?: number;
  readonly comment?: string;
  readonly unique: boolean;
  readonly password?: string;
}

/** The command that removes an account. */
export function removeUser(user: string, kernel: string): Command {
  return kernel === "FreeBSD" ? sh`pw userdel -n ${user}` : sh`userdel ${user}`;
}

/** The commands that add an account. */
export function* addUser(account: Account, kernel: string): Generator<Command> {
  const { user, home, shell, group, groups, uid, comment, password } = account;
  const isLinux = kernel === "Linux";
  const words = [
    ...option("-d", home),
    ...option("-s", shell),
    ...option("-g", group),
    ...option("-G", groups?.length ? groups.join(",") : undefined),
    account.system && isLinux && "-r",
    ...option(isLinux ? "--uid" : "-u", uid),
    ...option("-c", comment),
    !account.unique && "-o",
    account.createHome ? "-m" : isLinux && "-M",
  ];
  if (kernel === "FreeBSD") {
    yield sh`pw useradd -n ${user} ${words}`;
    if (password !== undefined) yield setPassword(user, password);
  } else {
    yield sh`useradd ${words} ${option("-p", password)} ${user}`;
  }
}

/** The commands that change what differs of an account. */
export function* changeUser(
  account: Account,
  existing: UserInfo,
  kernel: string,
  host: OperationHost,
): Generator<Command> {
  const { user, home, shell, group, comment, uid } = account;
  if (uid !== undefined && existing.uid !== undefined && uid !== existing.uid) {
    host.warn(`User ${user} has the number ${existing.uid}, not ${uid}; it is left as it is, for the files it owns`);
  }
  const password = account.password !== existing.password ? account.password : undefined;
  const words = [
    ...option("-d", differing(home, existing.home)),
    ...option("-s", differing(shell, existing.shell)),
    ...option("-g", differing(group, existing.group)),
    ...groupWords(account, existing.groups ?? [], kernel),
    ...option("-c", differing(comment, existing.comment ?? "")),
  ];
  if (kernel === "FreeBSD") {
    if (words.length) yield sh`pw usermod -n ${user} ${words}`;
    if (password !== undefined) yield setPassword(user, password);
  } else if (words.length || password !== undefined) {
    yield sh`usermod ${words} ${option("-p", password)} ${user}`;
  }
}

function groupWords({ groups, append }: Account, present: readonly string[], kernel: string): string[] {
  if (!groups) return [];
  const missing = groups.filter((group) => !present.includes(group));
  if (append && missing.length === 0) return [];
  // Only Linux has -a; elsewhere the whole list has to be given.
  if (append) return kernel === "Linux" ? ["-a", "-G", groups.join(",")] : ["-G", [...present, ...missing].join(",")];
  const superfluous = present.filter((group) => !groups.includes(group));
  return missing.length || superfluous.length ? ["-G", groups.join(",")] : [];
}

// By the shell's own printf and stdin, so that the hash is in no process list.
function setPassword(user: string, hash: string): Command {
  return sh`printf '%s\\n' ${hash} | pw usermod -n ${user} -H 0`;
}

function option(flag: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)];
}

function differing(wished: string | undefined, present: string | null): string | undefined {
  return wished === present ? undefined : wished;
}
