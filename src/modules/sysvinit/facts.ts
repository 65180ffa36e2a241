import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

// Scripts without the LSB header may take an unknown word such as "status" for anything.
const STATUS = raw(`do
  test -f "/etc/init.d/$service" && grep -q "### BEGIN INIT INFO" "/etc/init.d/$service" || continue
  "/etc/init.d/$service" status >/dev/null 2>&1
  echo "$service=$?"
done`);

const CODES: Readonly<Record<string, boolean>> = { "0": true, "1": false, "2": false, "3": false };

/** Whether services of SysV init run. */
export const InitdStatus: Fact<Record<string, boolean | null>, { services?: readonly string[] }> = fact({
  module: "sysvinit",
  name: "InitdStatus",
  doc: "Whether services run, told by their scripts in /etc/init.d; `null` where a script does not know. Linux.",
  args: () =>
    z.object({
      // A script elsewhere is no service, and is not run.
      services: z.array(z.string().regex(/^[^/\n]+$/, "a name without slashes")).readonly().optional().describe(
        "the services to ask for; all unless given",
      ),
    }),
  command: ({ services }) =>
    services === undefined
      ? sh`for service in $(ls /etc/init.d 2>/dev/null); ${STATUS}`
      : sh`for service in ${services}; ${STATUS}`,
  process: (lines) =>
    Object.fromEntries(lines.map((line) => {
      const [, name, code] = /^(.+)=(\d+)$/.exec(line) ?? [];
      if (name === undefined) throw unexpected("a service and its exit code", line);
      return [name, CODES[code!] ?? null];
    })),
});
