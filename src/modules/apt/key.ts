import {
  arg,
  type Arguments,
  type Command,
  type Operation,
  operation,
  OperationError,
  type OperationHost,
  sh,
  z,
} from "../../api/mod.ts";
import { File } from "../files/mod.ts";
import { fetchKeys, isKey, receiveKeys } from "../gpg/make_keyring.ts";
import { GpgKey } from "../gpg/mod.ts";
import { word } from "../word.ts";
import { AptKeys } from "./facts.ts";
import { keyringName, keyringPath } from "./keyring.ts";

const args = () =>
  z.object({
    src: word().optional().describe("the key's file on the host, or its `http(s):` or `ftp:` address"),
    keyserver: word().optional().describe("the key server to fetch `keyid` from"),
    keyid: arg.list().pipe(z.array(word())).optional().describe("ids or fingerprints of keys"),
    dest: z.string().regex(/^[^-\s]/, "a path or a file name").optional().describe(
      "the keyring's path, or its name in `/etc/apt/keyrings` (default: named after `src` or `keyid`)",
    ),
    present: z.boolean().default(true).describe("whether the keys shall be there"),
  });

type KeyArguments = z.output<ReturnType<typeof args>>;

/** Adds or removes the keys that sign packages. */
export const key: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "key",
    doc: "Adds or removes a keyring in `/etc/apt/keyrings`, for the `signed-by` of a package source. Does without " +
      "`apt-key`, which is no more. Debian, Ubuntu and their kin, with gpg.",
    args,
  },
  async function* (args, host) {
    const { src, keyserver, keyid, present } = args;
    checkArguments(args);
    if (!present) return yield* removal(args, host);
    const path = keyringPath(args.dest ?? keyringName(src ?? keyid!.join("-")));
    const [available, offered] = await Promise.all([
      host.fact(AptKeys, args.dest === undefined ? {} : { directories: [path.replace(/(?<=.)\/[^/]*$/, "")] }),
      src === undefined ? null : host.fact(GpgKey, { src }),
    ]);
    const there = Object.entries(available)
      .filter(([, { keyrings }]) => args.dest === undefined || (keyrings?.includes(path) ?? true));
    const wanted = keyid ?? Object.keys(offered ?? {});
    if (wanted.length > 0 && wanted.every((one) => there.some(([id, info]) => isKey(id, info, one)))) {
      return host.noop(
        src === undefined
          ? `Keys ${wanted.join(", ")} are already available in the apt keychain`
          : `All keys from ${src} are already available in the apt keychain`,
      );
    }
    yield src === undefined ? receiveKeys(keyserver!, keyid!, { path }) : fetchKeys(src, { path });
  },
);

function checkArguments({ src, keyserver, keyid, dest, present }: KeyArguments) {
  const hint = "Pass src, or keyserver and keyid.";
  if (keyserver !== undefined && !keyid?.length) {
    throw new OperationError("`keyid` must be provided with `keyserver`", { hint });
  }
  if (src !== undefined && keyserver !== undefined) {
    throw new OperationError("Cannot take a key from both `src` and `keyserver`", { hint });
  }
  if (present && src === undefined && keyserver === undefined) {
    throw new OperationError("Neither `src` nor `keyserver` says where the key is", { hint });
  }
  if (!present && src === undefined && dest === undefined && !keyid?.length) {
    throw new OperationError("Cannot remove a key: it is not said which", { hint: "Pass dest, src or keyid." });
  }
}

/** Removes one keyring, or all that hold certain keys and no others. */
async function* removal({ src, keyid, dest }: KeyArguments, host: OperationHost): AsyncGenerator<Command, void, void> {
  const named = dest ?? (keyid === undefined ? keyringName(src!) : undefined);
  if (named !== undefined) {
    const path = keyringPath(named);
    if (!await host.fact(File, { path })) return host.noop(`keyring ${path} does not exist`);
    return yield sh`rm -f ${path}`;
  }
  const keys = Object.entries(await host.fact(AptKeys));
  const wanted = keys.filter(([id, info]) => keyid!.some((one) => isKey(id, info, one)));
  const files = [...new Set(wanted.flatMap(([, { keyrings }]) => keyrings ?? []))];
  for (const file of files) {
    const [other] = keys.find((key) => key[1].keyrings?.includes(file) && !wanted.includes(key)) ?? [];
    if (other === undefined) continue;
    throw new OperationError(`Cannot remove the key ${keyid!.join(", ")}: ${file} holds the key ${other} too`, {
      hint: "Remove the whole keyring with dest, or put the keys into files of their own.",
    });
  }
  if (files.length === 0) return host.noop(`Keys ${keyid!.join(", ")} are not in the apt keychain`);
  yield sh`rm -f ${files}`;
}
