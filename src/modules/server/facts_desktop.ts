import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

const SESSIONS: Readonly<Record<string, string>> = {
  "/usr/bin/gnome-session": "GNOME",
  "/usr/bin/lxsession": "LXDE",
  "/usr/bin/mate-session": "MATE",
  "/usr/bin/plasma_session": "KDE Plasma",
  "/usr/bin/xfce4-session": "XFCE 4",
};

const LIST = raw(`for file in /usr/bin/*session; do ! test -x "$file" || printf '%s\\n' "$file"; done`);

/** The desktops that are installed. */
export const LinuxGui: Fact<string[]> = fact({
  module: "server",
  name: "LinuxGui",
  doc: "The names of the desktops that are installed: `GNOME`, `KDE Plasma`, `LXDE`, `MATE`, `XFCE 4`. Linux.",
  command: () => sh`${LIST}`,
  process: desktops,
  default: () => [],
});

/** Whether a desktop is installed. */
export const HasGui: Fact<boolean> = fact({
  module: "server",
  name: "HasGui",
  doc: "Whether a desktop is installed that `LinuxGui` knows. Linux.",
  command: () => sh`${LIST}`,
  process: (lines) => desktops(lines).length > 0,
  default: () => false,
});

function desktops(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (!/^\/usr\/bin\/.*session$/.test(line)) throw unexpected("the path of a session's program", line);
    return SESSIONS[line] ?? [];
  });
}
