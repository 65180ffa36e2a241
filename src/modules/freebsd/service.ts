import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { extraArguments, words } from "../packages.ts";
import { word } from "../word.ts";
import { ServiceScript, ServiceStatus } from "./facts.ts";
import { jailArgument, within } from "./within.ts";

const args = () =>
  z.object({
    srvname: word().describe("the name of the service, as its script is called"),
    jail: jailArgument(),
    srvstate: z.enum(["started", "stopped", "restarted", "reloaded", "custom"]).default("started").describe(
      "what it shall be; `custom` runs `command`",
    ),
    command: extraArguments("the script of the service, with `custom`"),
    environment: z.record(z.string().regex(/^[A-Za-z_]\w*$/, "the name of a variable"), z.coerce.string()).optional()
      .describe("variables of the environment that the script is run in"),
    verbose: z.boolean().default(false).describe("have `service` say more"),
  });

/** Starts, stops, restarts or reloads a service of FreeBSD. */
export const service: Operation<Arguments<typeof args>> = operation(
  {
    module: "freebsd",
    name: "service",
    doc: "Starts, stops, restarts or reloads a service by its script in `rc.d`, in a jail too; restarts, reloads and " +
      "further commands run every time. FreeBSD.",
    args,
  },
  async function* ({ srvname, jail, srvstate, command, environment = {}, verbose }, host) {
    const [script, status] = await Promise.all([
      host.fact(ServiceScript, { srvname, jail }),
      host.fact(ServiceStatus, { srvname, jail }),
    ]);
    if (script === null) {
      return host.noop(`Cannot find rc(8) script '${srvname}'`);
    }
    if (srvstate === "started" && status !== null) return host.noop(`Service '${srvname}' already started`);
    if (srvstate === "stopped" && status === null) return host.noop(`Service '${srvname}' already stopped`);
    const actions = { started: ["start"], stopped: ["stop"], restarted: ["restart"], reloaded: ["reload"] };
    const action = srvstate === "custom" ? words(command) : actions[srvstate];
    if (action.length === 0) {
      throw new OperationError(`Cannot run a further command of the service ${srvname} without one`, {
        hint: "Give command.",
      });
    }
    const variables = Object.entries(environment).flatMap(([name, value]) => ["-E", `${name}=${value}`]);
    yield sh`${within("service", jail)} ${[verbose && "-v", ...variables]} ${srvname} ${action}`;
  },
);
