import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { AptSources, SimulateOperationWillChange } from "./facts.ts";

/** Sources as systems have them after their installation; the first is real, the others are documented. */
const sources: readonly (readonly [system: string, output: string, value: string[]])[] = [
  [
    "Debian 12 in the cloud",
    `
Types: deb
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

`,
    [
      "deb http://deb.debian.org/debian bookworm main",
      "deb http://deb.debian.org/debian bookworm-updates main",
    ],
  ],
  [
    "Debian 9",
    `# deb cdrom:[Debian GNU/Linux 9.0.0 _Stretch_ - Official amd64 NETINST]/ stretch main

deb http://deb.debian.org/debian/ stretch main contrib
deb-src http://deb.debian.org/debian/ stretch main contrib # sources
`,
    [
      "deb http://deb.debian.org/debian/ stretch main contrib",
      "deb-src http://deb.debian.org/debian/ stretch main contrib",
    ],
  ],
  [
    "Ubuntu 24.04",
    `# Ubuntu sources have moved to /etc/apt/sources.list.d/ubuntu.sources


Enabled: yes
# See https://help.ubuntu.com/community/UpgradeNotes
Types: deb
URIs: http://archive.ubuntu.com/ubuntu/
Suites: noble noble-updates
Components: main restricted
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
`,
    [
      "deb http://archive.ubuntu.com/ubuntu/ noble main restricted",
      "deb http://archive.ubuntu.com/ubuntu/ noble-updates main restricted",
    ],
  ],
  [
    "Raspberry Pi OS 11 with a repository without suites",
    "deb http://raspbian.raspberrypi.org/raspbian/ bullseye main\n\ndeb [trusted=yes] file:///srv/own ./\n",
    ["deb http://raspbian.raspberrypi.org/raspbian/ bullseye main", "deb file:///srv/own ./"],
  ],
];

for (const [system, output, value] of sources) {
  Deno.test(`AptSources reads what is in the files of ${system}`, () => {
    deepStrictEqual(
      processFact(AptSources, output).map(({ type, url, distribution, components }) =>
        [type, url, distribution, ...components].join(" ")
      ),
      value,
    );
  });
}

Deno.test("a source that apt refuses is an error that quotes it", () => {
  throws(() => processFact(AptSources, "deb http://x.org/debian"), /found "deb http:\/\/x.org\/debian"/);
  throws(() => processFact(AptSources, "deb [arch=amd64 http://x.org/ sid main"), /expected a type, an address/);
  throws(() => processFact(AptSources, "Types: deb\nURIs: http://x.org\n\n"), /together, found "Types: deb"/);
  throws(() => processFact(AptSources, "Types: deb\nURIs http://x.org\n"), /found "URIs http:\/\/x.org"/);
});

Deno.test("SimulateOperationWillChange reads the count of apt 1.0, 2.6 and 3.0, and does not guess without one", () => {
  const change = (output: string) => processFact(SimulateOperationWillChange, output, { command: "upgrade" });
  // apt 2.6 of Debian 12; the others documented.
  strictEqual(
    change("Reading package lists...\n128 upgraded, 0 newly installed, 0 to remove and 0 not upgraded."),
    true,
  );
  strictEqual(change("0 upgraded, 0 newly installed, 0 to remove and 128 not upgraded.\n"), false);
  strictEqual(change("0 upgraded, 0 newly installed, 1 downgraded, 0 to remove and 3 not upgraded."), true);
  strictEqual(change("0 upgraded, 0 newly installed, 1 reinstalled, 0 to remove and 3 not upgraded."), true);
  strictEqual(change("Reading package lists...\nBuilding dependency tree...\nReading state information..."), true);
});
