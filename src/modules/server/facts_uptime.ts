import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { oneLine, unexpected } from "../lines.ts";
import { SYSTEM_PATH } from "./system_path.ts";

/** How long the host has been up. */
export const Uptime: Fact<number> = fact({
  module: "server",
  name: "Uptime",
  doc: "For how many seconds the host has been up. Linux, BSD, macOS.",
  command: () => sh`if test -r /proc/uptime; then cat /proc/uptime; else ps -o etime= -p 1; fi`,
  process: (lines) => {
    const line = oneLine(lines, "a number of seconds or an age");
    const seconds = /^(\d+)(?:\.\d+)?(?:\s|$)/.exec(line);
    if (seconds) return Number(seconds[1]);
    // The first process is as old as the system: [[days-]hours:]minutes:seconds.
    const age = /^\s*(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)\s*$/.exec(line);
    if (!age) throw unexpected("a number of seconds or an age", line);
    const [days, hours, minutes, rest] = age.slice(1).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
    ];
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
  },
});

// Distributions that leave no mark remove the running kernel's modules when they install the next one.
const REBOOT = raw(`required() { echo reboot_required; exit; }
test ! -e /run/reboot-required || required
test ! -e /var/run/reboot-required || required
test ! -e /run/reboot-needed || required
case $(uname -s) in
Linux)
  if command -v needs-restarting >/dev/null 2>&1; then
    needs-restarting -r >/dev/null 2>&1 || test $? -ne 1 || required
  fi
  for folder in /lib/modules/*; do
    test -d "$folder" || break
    test -d "/lib/modules/$(uname -r)" || required
    break
  done;;
FreeBSD)
  test "$(freebsd-version -k)" = "$(freebsd-version -r)" || required;;
esac
echo no_reboot_required`);

/** Whether the host waits for a reboot. */
export const RebootRequired: Fact<boolean> = fact({
  module: "server",
  name: "RebootRequired",
  doc:
    "Whether updates wait for a reboot: by the mark that Debian, Ubuntu and SUSE leave, by `needs-restarting` on RedHat and its like, by the running kernel's modules elsewhere. Linux, FreeBSD.",
  command: () => sh`(${SYSTEM_PATH}; ${REBOOT})`,
  process: (lines) =>
    oneLine(lines, "reboot_required or no_reboot_required", /^(no_)?reboot_required$/) === "reboot_required",
  default: () => false,
});
