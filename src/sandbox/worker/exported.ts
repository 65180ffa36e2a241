import { currentContext, type DeployInfo, type Host } from "../../api/mod.ts";
import { checkHostData, type LayeredData } from "../../inventory/mod.ts";
import type { SentError } from "../errors.ts";
import type { Exported } from "../messages.ts";
import { viewFor } from "./flow.ts";
import { type Invocation, placeFor, type World } from "./world.ts";

/**
 * Says what a script exports as its default, and lets the engine call it.
 *
 * @param checks whether the data of all hosts are checked at once, as for a script that is run on its own
 * @throws {UsageError} for data that do not fit
 */
export function describeExport(world: World, main: unknown, checks: boolean): Exported {
  if (typeof main !== "function") return { kind: "other", found: main === undefined ? undefined : shownType(main) };
  const info = (main as { readonly deploy?: DeployInfo }).deploy;
  if (info === undefined) {
    const run = main as (host: Host) => unknown;
    return { kind: "function", function: exposeMain(world, undefined, (host) => run(host)) };
  }
  if (checks && info.data !== undefined) {
    const { hosts } = info;
    const checked = [...world.machines.values()].filter(({ active, groups }) =>
      active && (!hosts || hosts.some((group) => group === "all" || groups.includes(group)))
    );
    checkHostData(checked.map(({ name, layers }) => ({ name, data: layers })), info.data(), `deploy "${info.name}"`);
  }
  return {
    kind: "deploy",
    function: exposeMain(world, info, (host) => info.body(host, info.scriptArgs())),
    name: info.name,
    hosts: info.hosts && [...info.hosts],
    refuses: refusal(world, info),
    with: world.pack(info.with, (body) => async (invocation) => {
      const place = placeFor(world, invocation);
      return place.pack(await place.run(() => body(...invocation.arguments)));
    }),
  };
}

/** Why a deploy cannot be run without arguments. */
function refusal(world: World, { scriptArgs }: DeployInfo): SentError | undefined {
  try {
    scriptArgs();
  } catch (error) {
    return world.errors.pack(error);
  }
}

function exposeMain(world: World, info: DeployInfo | undefined, run: (host: Host) => unknown): number {
  return world.expose(async (invocation: Invocation) => {
    const [around] = invocation.arguments;
    const view = around === undefined ? undefined : world.kept({ type: "kept", id: around }) as LayeredData;
    // The phase is known when there is a place, and the data of a pass begin anew.
    const outer = placeFor(world, invocation, view);
    const place = info?.data === undefined
      ? outer
      : world.makePlace(world, outer.id, outer.machine, viewFor(outer.machine, info));
    await currentContext.run(place, async () => await run(place.host));
    return undefined;
  });
}

function shownType(value: unknown): string {
  try {
    return JSON.stringify(value)?.slice(0, 200) ?? typeof value;
  } catch {
    return typeof value;
  }
}
