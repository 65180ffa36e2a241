import { type Arguments, type Operation, operation, secret, sh, z } from "../../api/mod.ts";
import { directory } from "../files/mod.ts";
import { together } from "../together.ts";
import { addUserBusybox, changeUserBusybox, hasOnlyBusybox } from "./busybox_accounts.ts";
import { Groups, Kernel, Users } from "./facts.ts";
import { accountName } from "./names.ts";
import { addUser, changeUser, removeUser } from "./user_commands.ts";
import { publicKeysArgument } from "./public_keys.ts";
import { userAuthorizedKeys } from "./user_authorized_keys.ts";

const args = () =>
  z.object({
    user: accountName().describe("the user"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    home: z.string().min(1).optional().describe("its home directory; a new user's is /home/USER unless given"),
    shell: z.string().optional().describe("its login shell"),
    group: accountName().optional().describe("its primary group"),
    groups: z.array(accountName()).readonly().optional().describe("its other groups"),
    append: z.boolean().default(false).describe("keep groups that are not in `groups`"),
    publicKeys: publicKeysArgument().optional().describe(
      "public keys that may log in: the keys' text, or local files with `.pub` at their end",
    ),
    deleteKeys: z.boolean().default(false).describe("remove all other public keys"),
    ensureHome: z.boolean().default(true).describe("make the home directory, and see that the user owns a given one"),
    createHome: z.boolean().default(false).describe("let useradd make the home directory, with its usual files"),
    system: z.boolean().default(false).describe("make it a system user (Linux)"),
    uid: z.int().min(0).optional().describe("its number, when it is made"),
    comment: z.string().optional().describe("its full name or other comment"),
    unique: z.boolean().default(true).describe("refuse a `uid` that another user has"),
    password: z.string().transform(hidden).optional().describe(
      "the hash of its password, as in /etc/shadow; a secret",
    ),
  });

/** A hash is a secret; `!` or `*`, which lock an account, would hide every such character of all output. */
const hidden = (hash: string): string => hash.length < 8 ? hash : secret(hash);

// Accounts with one of these have no home; giving them one would change a directory of the system.
const NO_HOME = /^(\/|\/dev\/null|\/nonexistent|\/var\/empty)\/*$/;

/** Adds, changes or removes a user, with home directory and public keys. */
export const user: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "user",
    leavesNothing: true,
    doc:
      "Adds, changes or removes a user, with home directory, groups and public keys. New groups of the login user itself hold from the next connection. Linux (also Alpine without the package shadow), BSD.",
    args,
    endsSessions: true,
  },
  async function* (args, host) {
    const { user, present, ensureHome, publicKeys, deleteKeys } = args;
    const [users, groups, kernel] = await Promise.all([host.fact(Users), host.fact(Groups), host.fact(Kernel)]);
    const existing = Object.hasOwn(users, user) ? users[user]! : undefined;
    const isBusybox = async () => kernel === "Linux" && await hasOnlyBusybox(host);
    if (!present) {
      if (existing) yield await isBusybox() ? sh`deluser ${user}` : removeUser(user, kernel);
      else host.noop(`user ${user} does not exist`);
      return;
    }
    const home = args.home ?? existing?.home ?? `/home/${user}`;
    // A new user whose group is there already shall get it, where useradd would refuse.
    const group = args.group ?? (!existing && groups.includes(user) ? user : undefined);
    const account = { ...args, home, group };
    const commands = [...existing ? changeUser(account, existing, kernel, host) : addUser(account, kernel)];
    if (commands.length === 0 || !await isBusybox()) yield* commands;
    else yield* existing ? changeUserBusybox(account, existing) : addUserBusybox(account);

    const owner = { user, group: group ?? (existing?.group || user) };
    const ownsHome = existing === undefined || args.home !== undefined;
    yield* together(
      ...(ensureHome && !NO_HOME.test(home)
        ? [directory.inner({ path: home, ...owner, _noCheckOwnerMode: !ownsHome, _noFailOnLink: true })]
        : []),
      ...(publicKeys
        ? [userAuthorizedKeys.inner({
          ...owner,
          publicKeys,
          deleteKeys,
          authorizedKeyDirectory: `${home.replace(/\/+$/, "")}/.ssh`,
        })]
        : []),
    );
    if (existing) host.noop(`user ${user} exists`);
  },
);
