import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { LinuxDistribution, LinuxName, LsbRelease, OsRelease } from "./facts.ts";

const file = (...lines: string[]) => ["/etc/os-release", ...lines, "", "---"];
const brief = (lines: string[]) => {
  const { name, id, family, major, minor } = processFact(LinuxDistribution, lines);
  return [name, id, family, major, minor];
};

Deno.test("LinuxDistribution gives the family by id or by what the distribution is like", () => {
  deepStrictEqual(brief(file('NAME="Debian GNU/Linux"', "ID=debian", 'VERSION_ID="12"')), [
    "Debian",
    "debian",
    "debian",
    12,
    null,
  ]);
  deepStrictEqual(brief(file('NAME="Rocky Linux"', 'ID="rocky"', 'ID_LIKE="rhel centos fedora"', 'VERSION_ID="9.3"')), [
    "Rocky Linux",
    "rocky",
    "rhel",
    9,
    3,
  ]);
  deepStrictEqual(brief(file('NAME="Linux Mint"', "ID=linuxmint", 'ID_LIKE="ubuntu debian"', 'VERSION_ID="21"')), [
    "Linux Mint",
    "linuxmint",
    "debian",
    21,
    null,
  ]);
  deepStrictEqual(brief(file("NAME='openSUSE Leap'", 'ID="opensuse-leap"', 'VERSION_ID="15.5"')), [
    "openSUSE",
    "opensuse-leap",
    "suse",
    15,
    5,
  ]);
  deepStrictEqual(brief(file("NAME=Void", "ID=void")), ["Void", "void", "void", null, null]);
});

Deno.test("LinuxDistribution reads a system from before os-release", () => {
  deepStrictEqual(brief(["/etc/centos-release", "CentOS release 6.10 (Final)", "---"]), [
    "CentOS",
    "centos",
    "rhel",
    6,
    10,
  ]);
  deepStrictEqual(brief(["/etc/redhat-release", "Red Hat Enterprise Linux Server release 7.9 (Maipo)", "---"]), [
    "RedHat",
    "rhel",
    "rhel",
    7,
    9,
  ]);
});

Deno.test("LinuxDistribution and LinuxName are empty where there is no release file", () => {
  deepStrictEqual(processFact(LinuxDistribution, []), {
    name: null,
    id: null,
    idLike: [],
    family: null,
    major: null,
    minor: null,
    releaseMeta: {},
  });
  deepStrictEqual(processFact(LinuxName, []), null);
});

Deno.test("OsRelease takes out quotes and gives keys in camelCase", () => {
  deepStrictEqual(
    processFact(OsRelease, ["# a comment", 'PRETTY_NAME="A \\"B\\" \\$1"', "VERSION_ID='3.18'", "ID=a"]),
    {
      prettyName: 'A "B" $1',
      versionId: "3.18",
      id: "a",
    },
  );
});

Deno.test("LsbRelease takes the last word of a label for its key", () => {
  deepStrictEqual(processFact(LsbRelease, ["LSB Version:\tcore-11.1", "Distributor ID:\tDebian"]), {
    version: "core-11.1",
    id: "Debian",
  });
});
