import { type Arguments, type Operation, operation, OperationError, type OperationHost, z } from "../../api/mod.ts";
import { directory, file, line, put } from "../files/mod.ts";
import { together } from "../together.ts";
import { Home } from "./facts.ts";
import { accountName } from "./names.ts";
import { publicKeysArgument, readPublicKeys } from "./public_keys.ts";

const args = () =>
  z.object({
    user: accountName().describe("the user"),
    publicKeys: publicKeysArgument().describe(
      "public keys that may log in: the keys' text, or local files with `.pub` at their end",
    ),
    group: accountName().optional().describe("the group of the files; the user's name unless given"),
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
    const [folder, keys] = await Promise.all([
      args.authorizedKeyDirectory ?? defaultFolder(args.user, host),
      readPublicKeys(args.publicKeys, host.signal),
    ]);
    const owner = { user: args.user, group: args.group ?? args.user };
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

async function defaultFolder(user: string, host: OperationHost): Promise<string> {
  const home = await host.fact(Home, { user });
  if (home !== null) return `${home.replace(/\/+$/, "")}/.ssh`;
  throw new OperationError(`Cannot find the home directory of ${user}: there is no such user`, {
    hint: "Add it with server.user first, or give authorizedKeyDirectory.",
  });
}
