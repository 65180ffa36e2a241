import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { type FirewalldZoneInfo, parseZones } from "./zones.ts";

/** Whether firewalld runs. */
export const FirewalldState: Fact<"running" | "not running" | "failed" | null> = fact({
  module: "firewalld",
  name: "FirewalldState",
  doc: "Whether firewalld is `running`, `not running`, or `failed` at its configuration; `null` where there is none. " +
    "Linux with firewalld.",
  requiresCommand: "firewall-cmd",
  // What does not run is told on the standard error, with an exit code of its own.
  command: () => sh`firewall-cmd --state 2>&1 || true`,
  process: (lines) => {
    const state = lines.map((line) => /^(running|not running|failed)\b/.exec(line.trim())?.[1]).find(Boolean);
    if (state === undefined) throw new Error(`expected a state, found ${JSON.stringify(lines[0] ?? "")}`);
    return state as "running" | "not running" | "failed";
  },
});

const permanent = () =>
  z.boolean().default(false).describe("the configuration that a reload brings, instead of what holds now");

/** All zones of firewalld. */
export const FirewalldZones: Fact<Record<string, FirewalldZoneInfo>, { permanent?: boolean }> = fact({
  module: "firewalld",
  name: "FirewalldZones",
  doc: "All zones with what they let through, by their names. Linux with firewalld that runs; as root.",
  args: () => z.object({ permanent: permanent() }),
  requiresCommand: "firewall-cmd",
  command: ({ permanent }) => sh`firewall-cmd ${[permanent && "--permanent", "--list-all-zones"]}`,
  process: parseZones,
  default: () => ({}),
});

/** One zone of firewalld. */
export const FirewalldZone: Fact<FirewalldZoneInfo | null, { zone?: string; permanent?: boolean }> = fact({
  module: "firewalld",
  name: "FirewalldZone",
  doc: "A zone with what it lets through; `null` where there is no such zone. Linux with firewalld that runs; as root.",
  args: () =>
    z.object({
      zone: z.string().min(1).optional().describe("the zone (default: firewalld's default zone)"),
      permanent: permanent(),
    }),
  requiresCommand: "firewall-cmd",
  // 112 says that there is no such zone.
  command: ({ zone, permanent }) =>
    sh`firewall-cmd ${[
      permanent && "--permanent",
      zone !== undefined && `--zone=${zone}`,
      "--list-all",
    ]} || test "$?" -eq 112`,
  process: (lines) => {
    const zones = parseZones(lines.filter((line) => !line.includes("INVALID_ZONE")));
    return Object.values(zones)[0] ?? null;
  },
});
