import {
  GitBranch,
  GitConfig,
  GitLocalCommit,
  GitSubmodulesCurrent,
  GitTag,
  GitTrackingBranch,
} from "../../../src/modules/git/mod.ts";
import { GpgKeys } from "../../../src/modules/gpg/mod.ts";
import type { Recorded } from "./recorded.ts";

const repo = { repo: "/srv/a" };

/** Git and gpg. */
export const GIT_GPG: readonly Recorded[] = [
  {
    fact: GitBranch,
    system: "Debian 12, git 2.39",
    args: repo,
    output: "refs/heads/feature/ä-1\n",
    value: "feature/ä-1",
  },
  {
    fact: GitBranch,
    system: "Debian 12, git 2.39: no branch",
    args: repo,
    output: "tags/v1.0-1-gf467080",
    value: "v1.0-1-gf467080",
  },
  {
    fact: GitTag,
    system: "Debian 12, git 2.39",
    args: repo,
    output: "v1.0\nv1.1-rc.1\n",
    value: ["v1.0", "v1.1-rc.1"],
  },
  {
    fact: GitTrackingBranch,
    system: "Debian 12, git 2.39, documented",
    args: repo,
    output: "## main...origin/main [ahead 1, behind 2]\n",
    value: "origin/main",
    isOpen: "changed files follow in their lines",
  },
  {
    fact: GitTrackingBranch,
    system: "Debian 12, git 2.39: a new repository",
    args: repo,
    output: "## No commits yet on main",
    value: null,
    isOpen: "changed files follow in their lines",
  },
  {
    fact: GitConfig,
    system: "Debian 12, git 2.39: a value of two lines, one of a switch",
    output: "user.name=Ann\nalias.two=!echo a\necho b\nhttp.https://example.org/.sslverify=false\ncore.bare",
    value: {
      "user.name": ["Ann"],
      "alias.two": ["!echo a\necho b"],
      "http.https://example.org/.sslverify": ["false"],
      "core.bare": ["true"],
    },
    isOpen: "a line that is no setting goes on with the value above it",
  },
  {
    fact: GitLocalCommit,
    system: "Debian 12, git 2.39 with SHA-256, documented",
    args: repo,
    output: `${"0123456789abcdef".repeat(4)}\n`,
    value: "0123456789abcdef".repeat(4),
  },
  {
    fact: GitSubmodulesCurrent,
    system: "Debian 12, git 2.39",
    args: repo,
    output: " 397d11bba3d3d496850256adbea466656d820fd0 lib/a b (heads/main)\ncomplete",
    value: true,
  },
  {
    fact: GitSubmodulesCurrent,
    system: "Debian 12, git 2.39: one at another commit, one that is not there",
    args: repo,
    output: "+d020d5bb38bc054c410d2248ef508374875b25cd lib/a b (heads/main)\n" +
      "-397d11bba3d3d496850256adbea466656d820fd0 other\ncomplete",
    value: false,
  },
  {
    fact: GpgKeys,
    system: "Debian 12, gpg 2.2",
    output: `tru::1:1795427380:1858499380:3:1:5
pub:u:255:22:ADF7BA31AF5F3A2A:1795427380:1858499380::u:::scESC:::::ed25519:::0:
fpr:::::::::5956390F75C463665ECFFA50ADF7BA31AF5F3A2A:
uid:u::::1795427380::670799F1239B6E5A4D1FDE51FCCA6A202193699C::A\\x3a B <a@x.org>::::::::::0:
sub:u:255:18:5C6892BD79A891B5:1795427380::::::e:::::cv25519::
fpr:::::::::E51C3FA2B095D21AC594843F5C6892BD79A891B5:`,
    value: {
      ADF7BA31AF5F3A2A: {
        validity: "u",
        length: 255,
        fingerprint: "5956390F75C463665ECFFA50ADF7BA31AF5F3A2A",
        uidHash: "670799F1239B6E5A4D1FDE51FCCA6A202193699C",
        uid: "A: B <a@x.org>",
        subkeys: {
          "5C6892BD79A891B5": {
            validity: "u",
            length: 255,
            fingerprint: "E51C3FA2B095D21AC594843F5C6892BD79A891B5",
          },
        },
      },
    },
  },
  {
    fact: GpgKeys,
    system: "CentOS 6, gpg 2.0.14, documented: without fingerprints",
    output: `tru::1:1423000000:0:3:1:5
pub:-:4096:1:3B4FE6ACC0B21F32:2012-05-11:::-:Ubuntu Archive Automatic Signing Key (2012)::scSC:
uid:-::::::::Another name:`,
    value: {
      "3B4FE6ACC0B21F32": { validity: "-", length: 4096, subkeys: {}, uidHash: "", uid: "Another name" },
    },
  },
  {
    fact: GpgKeys,
    system: "Fedora 41, gpg 2.4, documented: two keys, one of them expired and without a name",
    output: `pub:f:2048:1:A1B2C3D4E5F60718:1500000000:::-:::scESC::::::23::0:
fpr:::::::::AAAABBBBCCCCDDDDEEEEFFFFA1B2C3D4E5F60718:
uid:f::::1500000000::D1::One <one@x.org>::::::::::0:
uid:f::::1500000000::D2::Other <other@x.org>::::::::::0:
uat:f::::1500000000::D3::1 4812::::::::::0:
pub:e:256:19:00112233445566AA:1500000000:1600000000::-:::sc:::::nistp256:::0:`,
    value: {
      A1B2C3D4E5F60718: {
        validity: "f",
        length: 2048,
        fingerprint: "AAAABBBBCCCCDDDDEEEEFFFFA1B2C3D4E5F60718",
        uid: "One <one@x.org>",
        uidHash: "D1",
        subkeys: {},
      },
      "00112233445566AA": { validity: "e", length: 256, subkeys: {} },
    },
  },
];
