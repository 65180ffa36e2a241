import { type Command, OperationError, type OperationHost, sh } from "../../api/mod.ts";
import type { UserInfo } from "./facts.ts";
import { Which } from "./facts.ts";
import type { Account } from "./user_commands.ts";

/** Whether accounts have to be changed with busybox's programs, as on Alpine without the package shadow. */
export async function hasOnlyBusybox(host: OperationHost): Promise<boolean> {
  const [useradd, adduser] = await Promise.all([
    host.fact(Which, { command: "useradd" }),
    host.fact(Which, { command: "adduser" }),
  ]);
  return useradd === null && adduser !== null;
}

/** The command that adds a group with busybox. */
export function addGroupBusybox(group: string, gid: number | undefined, system: boolean): Command {
  return sh`addgroup ${[system && "-S"]} ${gid === undefined ? [] : ["-g", gid]} ${group}`;
}

/** The commands that add an account with busybox. */
export function* addUserBusybox(account: Account): Generator<Command> {
  const { user, home, shell, group, groups = [], uid, comment } = account;
  if (!account.unique) throw needsShadow(user, "a number that another user has");
  const words = [
    "-D",
    ...(account.system ? ["-S"] : []),
    ...(account.createHome ? [] : ["-H"]),
    "-h",
    home,
    ...(shell === undefined ? [] : ["-s", shell]),
    ...(group === undefined ? [] : ["-G", group]),
    ...(uid === undefined ? [] : ["-u", String(uid)]),
    ...(comment === undefined ? [] : ["-g", comment]),
  ];
  yield sh`adduser ${words} ${user}`;
  for (const one of groups) yield sh`addgroup ${user} ${one}`;
  if (account.password !== undefined) yield setPassword(user, account.password);
}

/** The commands that change what differs of an account with busybox, which can change groups and the password alone. */
export function* changeUserBusybox(account: Account, existing: UserInfo): Generator<Command> {
  const { user, home, shell, group, comment, groups, append, password } = account;
  const wished = { home, shell, group, comment };
  const differing = (Object.keys(wished) as (keyof typeof wished)[]).filter((name) =>
    wished[name] !== undefined && wished[name] !== (existing[name] ?? "")
  );
  if (differing.length) throw needsShadow(user, `another ${differing.join(", ")}`);
  for (const one of groups ?? []) if (!existing.groups.includes(one)) yield sh`addgroup ${user} ${one}`;
  if (groups && !append) {
    for (const one of existing.groups) if (!groups.includes(one)) yield sh`delgroup ${user} ${one}`;
  }
  if (password !== undefined && password !== existing.password) yield setPassword(user, password);
}

// By the shell's own printf and stdin, so that the hash is in no process list.
function setPassword(user: string, hash: string): Command {
  return sh`printf '%s\\n' ${`${user}:${hash}`} | chpasswd -e`;
}

function needsShadow(user: string, what: string): OperationError {
  return new OperationError(`Cannot give ${user} ${what}: the host has no usermod`, {
    hint: 'Install it first: apk.packages({ packages: ["shadow"] }).',
  });
}
