import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

const STATUS = raw(`do
  for folder in /etc/rc.d /usr/local/etc/rc.d; do
    test -x "$folder/$service" || continue
    "$folder/$service" status >/dev/null 2>&1 || "$folder/$service" check >/dev/null 2>&1
    echo "$service=$?"
    break
  done
done`);

/** Whether services of BSD init run. */
export const RcdStatus: Fact<Record<string, boolean | null>, { services?: readonly string[] }> = fact({
  module: "bsdinit",
  name: "RcdStatus",
  doc: "Whether services run, told by their scripts in /etc/rc.d and /usr/local/etc/rc.d. FreeBSD, OpenBSD, NetBSD.",
  args: () =>
    z.object({
      // A script elsewhere is no service, and is not run.
      services: z.array(z.string().regex(/^[^/\n]+$/, "a name without slashes")).readonly().optional().describe(
        "the services to ask for; all unless given",
      ),
    }),
  command: ({ services }) =>
    services === undefined
      ? sh`for service in $(ls /etc/rc.d /usr/local/etc/rc.d 2>/dev/null); ${STATUS}`
      : sh`for service in ${services}; ${STATUS}`,
  process: (lines) =>
    Object.fromEntries(lines.map((line) => {
      const [, name, code] = /^(.+)=(\d+)$/.exec(line) ?? [];
      if (name === undefined) throw unexpected("a service and its exit code", line);
      return [name, code === "0"];
    })),
});
