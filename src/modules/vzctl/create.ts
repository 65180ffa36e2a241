import { type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { ctid, vzctl } from "./container.ts";
import { OpenvzContainers } from "./facts.ts";

const args = () =>
  z.object({
    ctid: ctid(),
    template: word().optional().describe("the template of the operating system (default: what vzctl is set up for)"),
  });

/** Makes a container of OpenVZ. */
export const create: Operation<Arguments<typeof args>> = operation(
  {
    module: "vzctl",
    name: "create",
    doc: "Makes a container of OpenVZ, and refuses where there is one of that id. Linux with OpenVZ.",
    args,
    alwaysChanges: true,
  },
  async function* ({ ctid, template }, host) {
    if (Object.hasOwn(await host.fact(OpenvzContainers), ctid)) {
      throw new OperationError(`An OpenVZ container with CTID ${ctid} already exists`, {
        hint: "Give another ctid, or call it only where vzctl.OpenvzContainers has none of that id.",
      });
    }
    yield vzctl("create", ctid, template === undefined ? [] : ["--ostemplate", template]);
  },
);
