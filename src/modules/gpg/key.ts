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
import { word } from "../word.ts";
import { GpgKey } from "./facts.ts";
import { GpgKeyrings } from "./keyrings.ts";
import { fetchKeys, isKey, receiveKeys } from "./make_keyring.ts";

const PLACES = ["/etc/apt/keyrings", "/usr/share/keyrings", "/etc/apt/trusted.gpg.d"];

/** The mode of a keyring. */
export const keyringMode = () =>
  z.string().regex(/^0?[0-7]{3}$/, 'octal digits, as "644"').transform((mode) => mode.slice(-3)).default("644")
    .describe(
      "its mode, when it is written or where it is another",
    );

const args = () =>
  z.object({
    src: word().optional().describe("the keys' file on the host, or their `http(s):` or `ftp:` address"),
    dest: word().optional().describe("the keyring's path on the host"),
    keyserver: word().optional().describe("the key server to fetch `keyid` from"),
    keyid: arg.list().pipe(z.array(word())).optional().describe("ids or fingerprints of keys"),
    dearmor: z.boolean().default(true).describe("make the keyring binary; `false` leaves it as it came"),
    mode: keyringMode(),
    present: z.boolean().default(true).describe("whether the keys shall be there"),
    workingDirs: arg.list().default(PLACES).describe("the directories to look for keyrings in, to remove `keyid` from"),
  });

type KeyArguments = z.output<ReturnType<typeof args>>;

/** Adds keys to a host as a keyring, or removes them. */
export const key: Operation<Arguments<typeof args>> = operation(
  {
    module: "gpg",
    name: "key",
    doc:
      "Makes a keyring of keys from a file, an address or a key server, or removes a keyring, or single keys from the " +
      "keyrings of some directories. Any system with gpg.",
    args,
  },
  async function* (args, host) {
    const { src, dest, keyserver, keyid, dearmor, mode, present } = args;
    if (!present) return yield* removal(args, host);
    checkSources(args);
    const [offered, there, file] = await Promise.all([
      src === undefined ? null : host.fact(GpgKey, { src }),
      host.fact(GpgKey, { src: dest! }),
      host.fact(File, { path: dest! }),
    ]);
    const wanted = keyid ?? Object.keys(offered ?? {});
    const missing = wanted.filter((one) => !Object.entries(there ?? {}).some(([id, info]) => isKey(id, info, one)));
    const keyring = { path: dest!, mode, armored: !dearmor };
    if (wanted.length === 0 || missing.length > 0) {
      yield src === undefined ? receiveKeys(keyserver!, keyid!, keyring) : fetchKeys(src, keyring);
    } else if (file && file.mode !== mode) yield sh`chmod ${mode} ${dest!}`;
    else host.noop(`keyring ${dest} has the keys ${wanted.join(", ")}`);
  },
);

function checkSources({ src, dest, keyserver, keyid }: KeyArguments): void {
  const hint = "Pass dest with src, or dest with keyserver and keyid.";
  if (dest === undefined) throw new OperationError("Cannot make a keyring without `dest`", { hint });
  if (src !== undefined && keyserver !== undefined) {
    throw new OperationError("Cannot take a key from both `src` and `keyserver`", { hint });
  }
  if (src === undefined && keyserver === undefined) {
    throw new OperationError("Neither `src` nor `keyserver` says where the key is", { hint });
  }
  if (keyserver !== undefined && !keyid?.length) {
    throw new OperationError("`keyid` must be provided with `keyserver`", { hint });
  }
}

/** Removes a keyring, or keys from keyrings: a keyring that holds no others goes as a whole. */
async function* removal(
  { dest, keyid, workingDirs }: KeyArguments,
  host: OperationHost,
): AsyncGenerator<Command, void, void> {
  if (keyid === undefined) {
    if (dest === undefined) {
      throw new OperationError("Cannot remove a key: it is not said which", { hint: "Pass dest or keyid." });
    }
    if (await host.fact(File, { path: dest })) yield sh`rm -f ${dest}`;
    else host.noop(`keyring ${dest} does not exist`);
    return;
  }
  const directories = dest === undefined ? workingDirs : [dest.replace(/(?<=.)\/[^/]*$/, "")];
  const keyrings = Object.entries(await host.fact(GpgKeyrings, { directories }))
    .filter(([path]) => dest === undefined || path === dest);
  let found = false;
  for (const [path, { keys }] of keyrings) {
    const going = Object.entries(keys).filter(([id, info]) => keyid.some((one) => isKey(id, info, one)));
    if (going.length === 0) continue;
    found = true;
    if (going.length === Object.keys(keys).length) yield sh`rm -f ${path}`;
    else {
      const names = going.map(([id, info]) => info.fingerprint ?? id);
      yield sh`gpg --batch --yes --no-default-keyring --keyring ${path} --delete-keys ${names}`;
    }
  }
  if (!found) host.noop(`keys ${keyid.join(", ")} are in no keyring`);
}
