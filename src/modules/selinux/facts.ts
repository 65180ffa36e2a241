import { type Fact, fact, pathWord, sh, z } from "../../api/mod.ts";
import { oneLine, unexpected } from "../lines.ts";
import { word } from "../word.ts";
import { parseContext, type SelinuxContext } from "./contexts.ts";
import { isGeneric, parsePorts, type SelinuxPorts } from "./ports.ts";

/** Whether a boolean is on. */
export const SEBoolean: Fact<"on" | "off" | null, { boolean: string }> = fact({
  module: "selinux",
  name: "SEBoolean",
  doc: "Whether a boolean of SELinux is `on` or `off`; `null` without SELinux. Linux with SELinux.",
  args: () => z.object({ boolean: word().describe("the boolean, as `httpd_can_network_connect`") }),
  requiresCommand: "getsebool",
  command: ({ boolean }) => sh`getsebool ${boolean}`,
  process: (lines) => {
    const line = oneLine(lines, "a boolean that is on or off");
    const state = /^\S+ --> (on|off)(?: pending: (?:on|off))?\s*$/.exec(line)?.[1];
    if (state === undefined) throw unexpected("a boolean that is on or off", line);
    return state as "on" | "off";
  },
});

/** The security context of a file. */
export const FileContext: Fact<SelinuxContext, { path: string }> = fact({
  module: "selinux",
  name: "FileContext",
  doc: "The security context of a file or directory; empty where it is absent or has none. Linux with SELinux.",
  args: () => z.object({ path: z.string().min(1).describe("the path on the host") }),
  requiresCommand: "getenforce",
  command: ({ path }) => sh`! test -e ${pathWord(path)} || stat -c %C ${pathWord(path)}`,
  process: (lines) => {
    const context = lines.length === 0 ? "" : oneLine(lines, "a security context", /^/).trim();
    return ["", "?", "(null)"].includes(context) ? {} : parseContext(context);
  },
  default: () => ({}),
});

const MAPPING =
  /^(.*\S)\s+(all files|regular file|directory|character device|block device|socket|symbolic link|named pipe)\s+(\S+)\s*$/;
/** Behind the mappings semanage lists paths that are labelled as others are. */
const EQUIVALENCE = /^\/\S* = \/\S*\s*$/;

/** The security context that the policy gives to new files. */
export const FileContextMapping: Fact<SelinuxContext, { target: string }> = fact({
  module: "selinux",
  name: "FileContextMapping",
  doc: "The security context that the policy maps a pattern of paths to, for files of all kinds; empty where it does " +
    "not. Linux with SELinux; as root.",
  args: () => z.object({ target: z.string().min(1).describe("the pattern as it was given, as `/web(/.*)?`") }),
  requiresCommand: "semanage",
  command: ({ target }) =>
    sh`mappings=$(semanage fcontext -l -n) && { printf "%s\\n" "$mappings" | grep -F -e ${target} || true; }`,
  process: (lines, { target }) => {
    const mappings = lines.filter((line) => line.trim() !== "" && !EQUIVALENCE.test(line)).map((line) => {
      const [, pattern, kind, context] = MAPPING.exec(line) ?? [];
      if (pattern === undefined) throw unexpected("a pattern of paths and its context", line);
      return { pattern, kind, context };
    });
    // What the administrator added comes last and counts.
    const context = mappings.findLast(({ pattern, kind }) => pattern === target && kind === "all files")?.context;
    return context === undefined || context === "<<None>>" ? {} : parseContext(context);
  },
  default: () => ({}),
});

/** The types of ports. */
export const SEPorts: Fact<SelinuxPorts> = fact({
  module: "selinux",
  name: "SEPorts",
  doc: "The types of ports by protocol and number, without those that stand for all remaining ports of a range, as " +
    "`unreserved_port_t`. Linux with SELinux; as root.",
  requiresCommand: "semanage",
  command: () => sh`semanage port -l -n`,
  process: parsePorts,
  default: () => ({}),
});

/** The type of a port. */
export const SEPort: Fact<string, { protocol: "tcp" | "udp" | "dccp" | "sctp"; port: number }> = fact({
  module: "selinux",
  name: "SEPort",
  doc: "The type of a port; empty where it has none of its own. Linux with SELinux and sepolicy.",
  args: () =>
    z.object({
      protocol: z.enum(["tcp", "udp", "dccp", "sctp"]).describe("the protocol"),
      port: z.number().int().min(0).max(65535).describe("the port's number"),
    }),
  requiresCommand: "sepolicy",
  command: ({ port }) => sh`sepolicy network -p ${port}`,
  process: (lines, { protocol }) => {
    const types = lines.filter((line) => !/^\s*$|^Undefined (reserved )?port type$/.test(line)).map((line) => {
      const [, of, type] = /^\s*\d+:\s+(\S+)\s+(\S+)\s+[\d-]+/.exec(line) ?? [];
      if (of === undefined) throw unexpected("the type of a port", line);
      return of === protocol ? type! : "";
    });
    return types.find((type) => type !== "" && !isGeneric(type)) ?? "";
  },
  default: () => "",
});
