import {
  arg,
  type Arguments,
  type Operation,
  operation,
  OperationError,
  raw,
  sh,
  type ShellCommand,
  z,
} from "../../api/mod.ts";
import { Date as HostDate, Which } from "../server/facts.ts";
import { File, Md5File, Sha1File, Sha256File, Sha384File } from "./facts.ts";
import { alignOwnership, ownerFirst } from "./ownership.ts";
import { temporaryBeside } from "./path.ts";
import { pathWord } from "./stat.ts";

const digest = (what: string) => z.string().min(1).transform((text) => text.toLowerCase()).optional().describe(what);
const words = () =>
  z.union([z.array(z.string()), z.record(z.string(), z.string().nullable())]).default([]).transform((value) =>
    Array.isArray(value)
      ? value
      : Object.entries(value).flatMap(([name, text]) => text === null ? [name] : [name, text])
  );

const args = () =>
  z.object({
    src: z.union([z.string(), z.instanceof(URL)]).transform(String).describe("the address"),
    dest: arg.path().describe("the file on the host"),
    user: z.string().optional().describe("its owner"),
    group: z.string().optional().describe("its group"),
    mode: arg.mode().optional().describe('its mode, as `"644"`'),
    cacheTime: z.number().min(0).optional().describe("seconds after which an existing file is downloaded again"),
    force: z.boolean().default(false).describe("download every time"),
    sha384sum: digest("the hex digest that the file has to have"),
    sha256sum: digest("the hex digest that the file has to have"),
    sha1sum: digest("the hex digest that the file has to have"),
    md5sum: digest("the hex digest that the file has to have"),
    headers: z.record(z.string(), z.string()).default({}).describe("headers of the request; values may be secrets"),
    insecure: z.boolean().default(false).describe("accept any certificate"),
    proxy: z.string().optional().describe("the address of a proxy"),
    limitRate: z.union([z.string(), z.int()]).optional().describe("bytes a second at most; `500k`, `2m`"),
    tempDir: arg.path().optional().describe("where the download goes until it is complete; default: beside `dest`"),
    extraCurlArgs: words().describe("further words for `curl`, as a list or by name"),
    extraWgetArgs: words().describe("further words for `wget`, as a list or by name"),
  });

type Options = z.output<ReturnType<typeof args>>;

const DIGESTS = [
  { name: "sha384sum", fact: Sha384File, label: "SHA384", tools: sha(384) },
  { name: "sha256sum", fact: Sha256File, label: "SHA256", tools: sha(256) },
  { name: "sha1sum", fact: Sha1File, label: "SHA1", tools: sha(1) },
  { name: "md5sum", fact: Md5File, label: "MD5", tools: [sh`md5sum`, sh`md5 -r`] },
] as const;

/** Downloads a file from the network straight to the host. */
export const download: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "download",
    doc:
      "Downloads a file straight to the host with `curl` or `wget`, checks its digests, and only then puts it into " +
      "its place. An existing file is downloaded again if a digest differs or it is too old. Any system.",
    args,
  },
  async function* (options, host) {
    const { src, dest, user, group, mode, cacheTime, tempDir } = options;
    const given = DIGESTS.filter(({ name }) => options[name] !== undefined);
    const [info, curl, wget, now, ...found] = await Promise.all([
      host.fact(File, { path: dest }),
      host.fact(Which, { command: "curl" }),
      host.fact(Which, { command: "wget" }),
      cacheTime === undefined ? undefined : host.fact(HostDate),
      ...given.map(({ fact }) => host.fact(fact, { path: dest })),
    ]);
    if (info === false) {
      throw new OperationError(`Destination ${dest} already exists and is not a file`, {
        hint: "Give dest as the path of the file itself, or remove what is there.",
      });
    }
    const isOld = now !== undefined && info?.mtime && now.getTime() - info.mtime.getTime() > cacheTime! * 1000;
    const differs = given.some(({ name }, index) => options[name] !== found[index]);
    if (info && !options.force && !isOld && !differs) {
      const commands = [...alignOwnership(dest, info, { user, group, mode })];
      if (commands.length === 0) host.noop(`file ${dest} has already been downloaded`);
      return yield* commands;
    }
    // An existing file keeps what is not wished otherwise; stat says UNKNOWN for an owner without a name.
    const kept = (value: string | undefined) => value === "UNKNOWN" ? undefined : value;
    const wished = { user: user ?? kept(info?.user), group: group ?? kept(info?.group), mode: mode ?? info?.mode };
    const temporary = temporaryBeside(dest, tempDir);
    const fetched = fetch(src, temporary, options, curl, wget);
    // What not all may read must not be readable by them for a moment either.
    const isPrivate = wished.mode !== undefined &&
      !(/^\d+$/.test(wished.mode) && (parseInt(wished.mode, 8) & 0o44) === 0o44);
    yield isPrivate ? sh`(umask 077 && ${fetched})` : fetched;
    for (const { name, label, tools } of given) yield verify(temporary, dest, src, label, options[name]!, tools);
    yield sh`mv ${pathWord(temporary)} ${pathWord(dest)}`;
    yield* ownerFirst(dest, wished);
  },
);

function fetch(src: string, to: string, options: Options, curl: unknown, wget: unknown): ShellCommand {
  const { proxy, insecure, limitRate } = options;
  const headers = Object.entries(options.headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const limit = limitRate === undefined ? [] : ["--limit-rate", limitRate];
  const curlWords = [
    ...(proxy === undefined ? [] : ["--proxy", proxy]),
    insecure && "--insecure",
    ...limit,
    ...headers,
    ...options.extraCurlArgs,
  ];
  const wgetWords = [
    ...(proxy === undefined ? [] : ["-e", "use_proxy=yes", "-e", `http_proxy=${proxy}`]),
    ...(proxy !== undefined && src.startsWith("https:") ? ["-e", `https_proxy=${proxy}`] : []),
    insecure && "--no-check-certificate",
    ...limit,
    ...headers,
    ...options.extraWgetArgs,
  ];
  const byCurl = sh`curl -sSLf ${curlWords} ${src} -o ${pathWord(to)}`;
  const byWget = sh`wget -q ${wgetWords} ${src} -O ${pathWord(to)} || ( rm -f ${pathWord(to)} ; exit 1 )`;
  if (curl) return byCurl;
  return wget ? byWget : sh`( ${byCurl} ) || ( ${byWget} )`;
}

/** Ends with an error, and without the file, where it has not the wished digest. */
function verify(
  path: string,
  dest: string,
  src: string,
  label: string,
  wished: string,
  tools: readonly ShellCommand[],
): ShellCommand {
  const [first, ...others] = tools.map((tool) => sh`${tool} ${pathWord(path)} 2>/dev/null`);
  const read = others.reduce((before, next) => sh`${before} || ${next}`, first!);
  const message = `${label} did not match! Cannot download ${src} to ${dest}: expected ${wished}, found`;
  return sh`found=$( ( ${read} ) | tr -cd '0-9a-f \\n' | cut -d ' ' -f 1 ) && [ "$found" = ${wished} ] || ( rm -f ${
    pathWord(path)
  } ; echo ${message} "\${found:-no program that tells it}" >&2 ; exit 1 )`;
}

function sha(bits: 1 | 256 | 384): ShellCommand[] {
  const [gnu, bsd, openssl] = [`sha${bits}sum`, `sha${bits} -q`, `openssl dgst -sha${bits} -r`].map(raw);
  return [sh`${gnu!}`, sh`shasum -a ${bits}`, sh`${bsd!}`, sh`${openssl!}`];
}
