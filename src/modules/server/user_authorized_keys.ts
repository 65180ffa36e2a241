import { type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { directory, file, line, put } from "../files/mod.ts";
import { together } from "../together.ts";
import { type UserInfo, Users } from "./facts.ts";
import { accountName } from "./names.ts";
import { publicKeysArgument, readPublicKeys } from "./public_keys.ts";

const args = () =>
  z.object({
    user: accountName().describe("the user"),
    publicKeys: publicKeysArgument().describe(
      "public keys that may log in: the keys' text, or local files with `.pub` at their end",
    ),
    group: accountName().optional().describe("the group of the files; the user's primary group unless given"),
    deleteKeys: z.boolean().default(false).describe("remove all other public keys"),
    authorizedKeyDirectory: z.string().min(1).optional().describe("where the file is; ~USER/.ssh unless given"),
    authorizedKeyFilename: z.string().min(1).default("authorized_keys").describe("the name of the file"),
  });

/** Sets the public keys that may log in as a user. */
export const userAuthorizedKeys: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "userAuthorizedKeys",
    doc: "Adds the public keys that may log in as a user, or sets them with `deleteKeys`. Linux, BSD, macOS.",
    args,
  },
  async function* (args, host) {
    const { user, authorizedKeyDirectory } = args;
    const isKnown = authorizedKeyDirectory !== undefined && args.group !== undefined;
    const [users, keys] = await Promise.all([
      isKnown ? undefined : host.fact(Users),
      readPublicKeys(args.publicKeys, host.signal),
    ]);
    const account = users && Object.hasOwn(users, user) ? users[user] : undefined;
    const folder = authorizedKeyDirectory ?? defaultFolder(user, account);
    const owner = { user, group: args.group ?? (account?.group || user) };
    const path = `${folder}/${args.authorizedKeyFilename}`;
    const content = { ...owner, mode: "600", createRemoteDir: false };
    yield* together(
      directory.inner({ path: folder, ...owner, mode: "700" }),
      ...(args.deleteKeys
        ? [put.inner({ src: new TextEncoder().encode(`${keys.join("\n")}\n`), dest: path, ...content })]
        : [
          file.inner({ path, ...content }),
          ...keys.map((key) => line.inner({ path, line: key, escapeRegexCharacters: true, ensureNewline: true })),
        ]),
    );
  },
);

function defaultFolder(user: string, account: UserInfo | undefined): string {
  if (account?.home) return `${account.home.replace(/\/+$/, "")}/.ssh`;
  throw new OperationError(
    `Cannot find the home directory of ${user}: ${account ? "the user has none" : "there is no such user"}`,
    { hint: "Add it with server.user first, or give authorizedKeyDirectory." },
  );
}
