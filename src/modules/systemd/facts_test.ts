import { deepStrictEqual } from "node:assert/strict";
import { SystemdEnabled, SystemdStatus } from "./facts.ts";

Deno.test("a unit is known by each of its names, so that an alias can be asked for", () => {
  const lines = [
    "Id=ssh.service",
    "Names=ssh.service sshd.service",
    "SubState=running",
    "",
    "Id=a.timer",
    "SubState=dead",
  ];
  deepStrictEqual(SystemdStatus.process(lines, {}), { "ssh.service": true, "sshd.service": true, "a.timer": false });
});

Deno.test("a unit that is not there is neither running nor enabled", () => {
  deepStrictEqual(SystemdStatus.process(["Id=none.service", "Names=none.service", "SubState=dead"], {}), {
    "none.service": false,
  });
  deepStrictEqual(SystemdEnabled.process(["Id=none.service", "Names=none.service", "UnitFileState="], {}), {
    "none.service": false,
  });
});

Deno.test("a sleeping timer, a mount and a listening socket are active", () => {
  const lines = ["waiting", "mounted", "listening"].flatMap((
    state,
    index,
  ) => [`Id=${index}.x`, `SubState=${state}`, ""]);
  deepStrictEqual(Object.values(SystemdStatus.process(lines, {})), [true, true, true]);
});
