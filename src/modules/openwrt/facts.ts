import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { saysYes } from "../lines.ts";

/** What some releases of OpenWrt have and others have not. */
export type OpenWrtFeature = "uses_apk" | "has_dsa" | "has_fw4";

const TESTS: Readonly<Record<OpenWrtFeature, string>> = {
  uses_apk: "command -v apk >/dev/null 2>&1",
  has_dsa: "grep -qsx DEVTYPE=dsa /sys/class/net/*/uevent",
  has_fw4: "command -v fw4 >/dev/null 2>&1",
};

/** Whether an OpenWrt host has a feature. */
export const OpenWrtHasFeature: Fact<boolean, { feature: OpenWrtFeature }> = fact({
  module: "openwrt",
  name: "OpenWrtHasFeature",
  doc:
    "Whether the host has a feature, told by what is there and not by the release; `false` on other systems. OpenWrt.",
  args: () =>
    z.object({
      feature: z.enum(["uses_apk", "has_dsa", "has_fw4"]).describe(
        "`uses_apk`: packages come by apk and not by opkg; `has_dsa`: the switch's ports are network devices; " +
          "`has_fw4`: the firewall is of nftables and not of iptables",
      ),
    }),
  command: ({ feature }) =>
    sh`if test -f /etc/openwrt_release && ${raw(TESTS[feature])}; then echo yes; else echo no; fi`,
  process: saysYes,
});
