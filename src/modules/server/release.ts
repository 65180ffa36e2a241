/** What an `os-release` file says: `KEY=value` lines, quoted as a shell would take them. Other lines are left out. */
export function parseRelease(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.flatMap((line) => {
    const found = /^\s*([A-Za-z][A-Za-z0-9_]*)=(.*)$/.exec(line);
    return found ? [[found[1]!, unquote(found[2]!.trim())]] : [];
  }));
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  if (!quoted) return text;
  return quoted[1] === "'" ? quoted[2]! : quoted[2]!.replaceAll(/\\(["$`\\])/g, "$1");
}

/** What distributions call themselves in a release file that has no keys: `CentOS release 6.10 (Final)`. */
export function parseReleaseLine(line: string): { name: string; version: string; codename?: string } | null {
  const found = /^(.+?)(?: Linux)? release (\d[\d.]*)\S*(?: \((.+)\))?/.exec(line);
  return found ? { name: found[1]!, version: found[2]!, codename: found[3] } : null;
}

const FAMILIES: Readonly<Record<string, string>> = {
  ubuntu: "debian",
  raspbian: "debian",
  fedora: "rhel",
  centos: "rhel",
  rocky: "rhel",
  almalinux: "rhel",
  ol: "rhel",
  amzn: "rhel",
  opensuse: "suse",
  "opensuse-leap": "suse",
  "opensuse-tumbleweed": "suse",
  sles: "suse",
  sled: "suse",
  archarm: "arch",
  manjaro: "arch",
};
const HEADS = new Set(["debian", "rhel", "alpine", "suse", "arch"]);

/** The family that shares a distribution's package manager and layout; its own id where it is like no known one. */
export function familyOf(id: string, idLike: readonly string[]): string {
  for (const one of [id, ...idLike]) {
    if (HEADS.has(one)) return one;
    if (Object.hasOwn(FAMILIES, one)) return FAMILIES[one]!;
  }
  return id;
}

const NAMES: Readonly<Record<string, string>> = {
  alpine: "Alpine",
  centos: "CentOS",
  debian: "Debian",
  fedora: "Fedora",
  gentoo: "Gentoo",
  opensuse: "openSUSE",
  "opensuse-leap": "openSUSE",
  "opensuse-tumbleweed": "openSUSE",
  rhel: "RedHat",
  ubuntu: "Ubuntu",
};

/** The short name by which deploys know a distribution; its own name for the rest. */
export function shortName(id: string, name: string): string {
  return Object.hasOwn(NAMES, id) ? NAMES[id]! : name;
}
