import { type Fact, fact, raw, sh, type ShellCommand, z } from "../../api/mod.ts";
import { pathWord } from "../files/stat.ts";
import { oneLine, oneName, unexpected } from "../lines.ts";
import { parseDate } from "./dates.ts";

/** An account of a host. */
export interface UserInfo {
  /** Its home directory; `null` where the entry has none. */
  readonly home: string | null;
  /** The comment (GECOS) field; `null` where it is empty. */
  readonly comment: string | null;
  /** Its login shell; `null` where the entry has none. */
  readonly shell: string | null;
  /** The name of its primary group; its number where the group has no name. */
  readonly group: string;
  /** The names of its other groups. */
  readonly groups: readonly string[];
  readonly uid: number;
  readonly gid: number;
  /** When it last logged in, as the host prints it; `null` where it never did or the host does not say. */
  readonly lastlog: string | null;
  /** The same as a date; read as UTC where the host prints no time zone. */
  readonly loginTime: Date | null;
  /** The password's hash; `""` where there is none or where the reader may not see it. */
  readonly password: string;
}

// One pass of awk joins all accounts: a process for each of them would take seconds on a large system.
const USERS = raw(`{
  echo =group; getent group 2>/dev/null || cat /etc/group
  echo =shadow; cat /etc/shadow /etc/master.passwd
  echo =lastlog; lastlog || lastlogin
  echo =passwd; getent passwd || cat /etc/passwd
} 2>/dev/null | awk -F: '
/^=[a-z]+$/ { section = $0; next }
section == "=group" && NF > 2 {
  if (!($3 in name)) name[$3] = $1
  count = split($4, member, ",")
  for (i = 1; i <= count; i++) groups[member[i]] = groups[member[i]] $1 ","
}
section == "=shadow" { password[$1] = $2 }
section == "=lastlog" { split($0, word, " "); gsub(/[ \\t]+/, " "); login[word[1]] = $0 }
section == "=passwd" && !/^([#+-]|$)/ && !seen[$1]++ {
  print $0 "|" ($4 in name ? name[$4] : $4) "|" groups[$1] "|" login[$1] "|" password[$1]
}'`);

const USER =
  /^(?<name>[^:]*):[^:]*:(?<uid>-?\d+):(?<gid>-?\d+):(?<comment>[^:]*):(?<home>[^:]*):(?<shell>[^|]*)\|(?<group>[^|]*)\|(?<groups>[^|]*)\|(?<login>[^|]*)\|(?<password>.*)$/;

/** The accounts of the host, by name. */
export const Users: Fact<Record<string, UserInfo>> = fact({
  module: "server",
  name: "Users",
  local: true,
  doc:
    "The accounts of the host by name, with home, shell, groups, last login and, for root, the password's hash. Linux, BSD.",
  sensitive: true,
  command: () => sh`${USERS}`,
  process: (lines) => {
    const users = new Map<string, UserInfo>();
    for (const line of lines) {
      const found = USER.exec(line)?.groups;
      // The rest of the line may hold a password's hash.
      if (!found) {
        throw new Error(`expected an entry of the user database, found ${JSON.stringify(line.split(":")[0])}`);
      }
      users.set(found.name!, userInfo(found));
    }
    return Object.fromEntries(users);
  },
  default: () => ({}),
});

function userInfo(found: Record<string, string>): UserInfo {
  const login = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .*$/.exec(found.login!)?.[0].trim() ?? null;
  return {
    home: found.home || null,
    comment: found.comment || null,
    shell: found.shell || null,
    group: found.group!,
    groups: groupNames(found.groups!).filter((group) => group !== found.group),
    uid: Number(found.uid),
    gid: Number(found.gid),
    lastlog: login,
    loginTime: login === null ? null : parseDate(login),
    password: found.password!,
  };
}

/** Names that end with a comma each, so that they may hold spaces; or names between spaces, as `id -Gn` prints them. */
function groupNames(text: string): string[] {
  return text.split(text.includes(",") ? "," : /\s+/).filter((name) => name !== "");
}

/** The names of the groups. */
export const Groups: Fact<string[]> = fact({
  module: "server",
  name: "Groups",
  local: true,
  doc: "The names of the host's groups. Linux, BSD.",
  command: () => sh`getent group 2>/dev/null || cat /etc/group`,
  // Comments, and the entries for groups of the network, name no group.
  process: (lines) => {
    const entries = lines.filter((line) => !/^([#+-]|\s*$)/.test(line));
    return [
      ...new Set(entries.map((line) => {
        const name = /^([^:]+):[^:]*:-?\d*(:|$)/.exec(line)?.[1];
        if (name === undefined) throw unexpected("an entry of the group database", line);
        return name;
      })),
    ];
  },
  default: () => [],
});

/** The user whom commands run as. */
export const User: Fact<string> = fact({
  module: "server",
  name: "User",
  local: true,
  doc: "The name of the user whom commands run as. Any system.",
  // A user without a name is known by the number.
  command: () => sh`name=$(id -un 2>/dev/null) || name=$(id -u) && printf '%s\\n' "$name"`,
  process: (lines) => oneName(lines, "the name of a user"),
});

/** Prints a user's home directory; for a plain name by the shell's own tilde, which works on macOS too. */
function printHome(user: string): ShellCommand {
  if (/^([A-Za-z0-9_][A-Za-z0-9._-]*)?$/.test(user)) return sh`printf '%s\\n' ${pathWord(`~${user}`)}`;
  return sh`{ getent passwd 2>/dev/null || cat /etc/passwd; } | name=${user} ${HOME_OF_NAME}`;
}

// awk takes backslashes in -v for escapes, but not in the environment.
const HOME_OF_NAME = raw(`awk -F: '$1 == ENVIRON["name"] && !found++ { print $6 }'`);

/** A user's home directory. */
export const Home: Fact<string | null, { user?: string }> = fact({
  module: "server",
  name: "Home",
  local: true,
  doc: "A user's home directory; `null` where there is no such user. Any system.",
  args: () => z.object({ user: z.string().default("").describe("the user's name; empty for the user of the command") }),
  command: ({ user }) => printHome(user),
  // A tilde that still stands there is a name that the shell does not know.
  process: (lines) => {
    if (lines.every((line) => line === "")) return null;
    const home = oneLine(lines, "the path of a home directory", /^[/~]/);
    return home.startsWith("~") ? null : home;
  },
});

/** The public keys that may log in as a user. */
export const AuthorizedKeys: Fact<string[], { user: string; path?: string }> = fact({
  module: "server",
  name: "AuthorizedKeys",
  local: true,
  doc: "The lines of a user's authorized keys, without comments; empty where there is no such file. Any system.",
  args: () =>
    z.object({
      user: z.string().min(1).describe("the user's name"),
      path: z.string().optional().describe("the file on the host; `~/.ssh/authorized_keys` of the user unless given"),
    }),
  command: ({ user, path }) => {
    const file = path === undefined
      ? sh`home=$(${printHome(user)}); file="$home/.ssh/authorized_keys"`
      : sh`file=${pathWord(path)}`;
    return sh`${file}; ! test -f "$file" || cat "$file"`;
  },
  process: (lines) => lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")),
  default: () => [],
});
