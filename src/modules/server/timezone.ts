import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { File, Link, put } from "../files/mod.ts";
import { Timezone, Which } from "./facts.ts";
import { isWithoutSystemd } from "./offline.ts";

const args = () =>
  z.object({
    timezone: z.string().regex(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/, "the name of a time zone").describe(
      "the time zone, as `Europe/Paris`",
    ),
  });

/** Sets the host's time zone. */
export const timezone: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "timezone",
    doc: "Sets the time zone, with timedatectl or by the link /etc/localtime. Linux, BSD.",
    args,
  },
  async function* ({ timezone }, host) {
    const zone = `/usr/share/zoneinfo/${timezone}`;
    const [present, timedatectl, withoutSystemd, file, link, name] = await Promise.all([
      host.fact(Timezone),
      host.fact(Which, { command: "timedatectl" }),
      isWithoutSystemd(host),
      host.fact(File, { path: zone }),
      host.fact(Link, { path: zone }),
      host.fact(File, { path: "/etc/timezone" }),
    ]);
    if (present === timezone) return host.noop(`timezone is set to ${timezone}`);
    if (timedatectl && !withoutSystemd) {
      yield sh`timedatectl set-timezone ${timezone}`;
      return;
    }
    if (!file && !link) {
      throw new OperationError(`Cannot set the time zone ${timezone}: there is no ${zone} on the host`, {
        hint: "Check the name, or install the package tzdata first.",
      });
    }
    yield sh`ln -sf ${zone} /etc/localtime`;
    // Debian keeps the name in a file too.
    if (name) yield* put.inner({ src: new TextEncoder().encode(`${timezone}\n`), dest: "/etc/timezone" });
  },
);
