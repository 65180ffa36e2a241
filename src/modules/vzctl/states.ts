import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { bringTo, ctid, statusOf, vzctl } from "./container.ts";

const startArguments = () =>
  z.object({
    ctid: ctid(),
    force: z.boolean().default(false).describe("start it even if it is disabled or its resources are used up"),
  });

/** Starts a container of OpenVZ. */
export const start: Operation<Arguments<typeof startArguments>> = operation(
  {
    module: "vzctl",
    name: "start",
    doc: "Starts a container of OpenVZ that does not run. Linux with OpenVZ.",
    args: startArguments,
  },
  async function* ({ ctid, force }, host) {
    if (await statusOf(ctid, host) === "running") return host.noop(`container ${ctid} is running`);
    yield vzctl("start", ctid, [force && "--force"]);
  },
);

/** Stops and starts a container of OpenVZ. */
export const restart: Operation<Arguments<typeof startArguments>> = operation(
  {
    module: "vzctl",
    name: "restart",
    doc: "Stops a container of OpenVZ and starts it, every time. Linux with OpenVZ.",
    args: startArguments,
    alwaysChanges: true,
  },
  async function* ({ ctid, force }) {
    yield vzctl("stop", ctid);
    yield vzctl("start", ctid, [force && "--force"]);
  },
);

type StateOperation = ReturnType<typeof bringTo>;

/** Stops a container of OpenVZ. */
export const stop: StateOperation = bringTo({
  name: "stop",
  doc: "Stops a container of OpenVZ that runs.",
  action: "stop",
  done: ["stopped", "mounted"],
});

/** Mounts the file system of a container of OpenVZ. */
export const mount: StateOperation = bringTo({
  name: "mount",
  doc: "Mounts the file system of a container of OpenVZ that does not run.",
  action: "mount",
  done: ["mounted", "running"],
});

/** Unmounts the file system of a container of OpenVZ. */
export const unmount: StateOperation = bringTo({
  name: "unmount",
  doc: "Unmounts the file system of a container of OpenVZ that does not run.",
  action: "umount",
  done: ["stopped"],
});

/** Removes a container of OpenVZ. */
const remove: StateOperation = operation(
  {
    module: "vzctl",
    name: "delete",
    doc: "Removes a container of OpenVZ with its files, every time. Linux with OpenVZ.",
    args: () => z.object({ ctid: ctid() }),
    alwaysChanges: true,
  },
  async function* ({ ctid }) {
    yield vzctl("delete", ctid);
  },
);
export { remove as delete };
