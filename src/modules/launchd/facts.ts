import { type Fact, fact, sh } from "../../api/mod.ts";

/** Whether services of launchd run. */
export const LaunchdStatus: Fact<Record<string, boolean>> = fact({
  module: "launchd",
  name: "LaunchdStatus",
  doc: "Whether the services that launchd has loaded for the user run; with sudo those of the system. macOS.",
  requiresCommand: "launchctl",
  command: () => sh`launchctl list`,
  process: (lines) =>
    Object.fromEntries(
      lines.filter((line) => line.trim() !== "" && !/^PID\s+Status\s+Label\s*$/.test(line)).map((line) => {
        const [, pid, label] = /^\s*(\d+|-)\s+(?:-?\d+|-)\s+(\S.*?)\s*$/.exec(line) ?? [];
        if (label === undefined) throw new Error(`expected PID, status and label, found ${JSON.stringify(line)}`);
        return [label, pid !== "-"];
      }),
    ),
  default: () => ({}),
});
