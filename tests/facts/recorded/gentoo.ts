import { PaludisPackages } from "../../../src/modules/paludis/mod.ts";
import {
  PortageMaskedPackages,
  PortagePackages,
  PortageUpgradeablePackages,
  PortageUseFlags,
  PortageWorld,
} from "../../../src/modules/portage/mod.ts";
import type { Recorded } from "./recorded.ts";

/** Portage and Paludis. */
export const GENTOO: readonly Recorded[] = [
  {
    fact: PaludisPackages,
    system: "Exherbo, cave 3.0, documented",
    output: "sys-apps/systemd 256.7\ndev-lang/python 3.11.10\ndev-lang/python 3.12.7-r1",
    value: { "sys-apps/systemd": ["256.7"], "dev-lang/python": ["3.11.10", "3.12.7-r1"] },
  },
  {
    fact: PortagePackages,
    system: "Gentoo, documented; a package is being installed",
    output:
      "acct-group/root-0-r1\ndev-libs/openssl-3.3.2\nsys-apps/-MERGING-portage-3.0.66\nsys-libs/ncurses-6.4_p20240414",
    value: { "acct-group/root": ["0-r1"], "dev-libs/openssl": ["3.3.2"], "sys-libs/ncurses": ["6.4_p20240414"] },
  },
  {
    fact: PortageWorld,
    system: "Gentoo, documented",
    output: "app-editors/vim\ndev-lang/python:3.12\nsys-kernel/gentoo-sources\nx11-misc/own::local\n@kde-apps\n",
    value: ["app-editors/vim", "dev-lang/python:3.12", "sys-kernel/gentoo-sources", "x11-misc/own::local", "@kde-apps"],
  },
  {
    fact: PortageUseFlags,
    system: "Gentoo, portageq envvar USE, documented",
    output: "X acl amd64 abi_x86_64 cpu_flags_x86_sse4_2 elibc_glibc kernel_linux l10n_pt-BR python_targets_python3_12",
    value: "X acl amd64 abi_x86_64 cpu_flags_x86_sse4_2 elibc_glibc kernel_linux l10n_pt-BR python_targets_python3_12"
      .split(" "),
  },
  {
    fact: PortageUpgradeablePackages,
    system: "Gentoo, Portage 3.0, documented",
    output: `[ebuild     U  ] sys-apps/portage-3.0.66.1 [3.0.65]
[ebuild  N     ] dev-libs/new-1.0
[ebuild  NS    ] dev-lang/python-3.13.0 [3.12.7]
[ebuild     U ~] dev-lang/python-3.12.7_p1 [3.12.6] USE="-debug"
[ebuild     UD ] dev-libs/older-1.0-r1 [1.1]
[ebuild   R    ] sys-libs/zlib-1.3.1
[binary     U  ] x11-libs/gtk+-3.24.43:3::gentoo [3.24.42:3::gentoo]
[blocks B      ] <dev-libs/old-2 ("<dev-libs/old-2" is blocking dev-libs/new-1.0)
 * IMPORTANT: 2 news items need reading for repository 'gentoo'.`,
    value: {
      "sys-apps/portage": "3.0.66.1",
      "dev-lang/python": "3.12.7_p1",
      "x11-libs/gtk+": "3.24.43",
    },
  },
  {
    fact: PortageMaskedPackages,
    system: "Gentoo, package.mask, documented",
    output: `# not yet
>=dev-lang/python-3.13
=sys-devel/gcc-14*
sys-apps/systemd
<media-fonts/font-adobe-100dpi-1.0.3:0 # why
*/*::overlay
~dev-lang/python-3.12.1`,
    value: ["dev-lang/python", "sys-devel/gcc", "sys-apps/systemd", "media-fonts/font-adobe-100dpi", "*/*"],
  },
  {
    fact: PaludisPackages,
    system: "Gentoo with Paludis 2.6, documented",
    output: "sys-libs/glibc 2.26-r7\nx11-libs/gtk+ 2.24.32\nx11-libs/gtk+ 3.22.26",
    value: { "sys-libs/glibc": ["2.26-r7"], "x11-libs/gtk+": ["2.24.32", "3.22.26"] },
  },
  {
    fact: PortagePackages,
    system: "Funtoo 1.4, documented",
    output: "app-shells/bash-5.1_p16-r1\ndev-lang/python-3.7.17\nsys-kernel/debian-sources-5.10.28_p1",
    value: {
      "app-shells/bash": ["5.1_p16-r1"],
      "dev-lang/python": ["3.7.17"],
      "sys-kernel/debian-sources": ["5.10.28_p1"],
    },
  },
  {
    fact: PortagePackages,
    system: "Flatcar, documented: it keeps no packages",
    output: "",
    value: {},
  },
  {
    fact: PortageUseFlags,
    system: "Funtoo 1.4, an installed package, documented",
    args: { package: "dev-lang/python" },
    output: "/var/db/pkg/dev-lang/python-3.7.17/USE:abi_x86_64 amd64 -bluetooth ipv6 ncurses ssl\n" +
      "/var/db/pkg/dev-lang/python-3.9.18/USE:abi_x86_64 amd64 ensurepip",
    value: ["abi_x86_64", "amd64", "-bluetooth", "ipv6", "ncurses", "ssl", "ensurepip"],
  },
];
