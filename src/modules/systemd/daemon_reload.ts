import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { systemctl, target } from "./systemctl.ts";

const args = () => z.object(target());

/** Makes systemd read its unit files anew, every time. */
export const daemonReload: Operation<Arguments<typeof args>> = operation(
  {
    module: "systemd",
    name: "daemonReload",
    doc: "Makes systemd read its unit files anew, every time. Linux with systemd.",
    args,
    alwaysChanges: true,
    invalidates: ["systemd"],
  },
  async function* (of) {
    yield systemctl(of, ["daemon-reload"]);
  },
);
