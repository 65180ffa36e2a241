import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { addGroupBusybox, hasOnlyBusybox } from "./busybox_accounts.ts";
import { Groups, Kernel } from "./facts.ts";
import { accountName } from "./names.ts";

const args = () =>
  z.object({
    group: accountName().describe("the group"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    system: z.boolean().default(false).describe("make it a system group (Linux)"),
    gid: z.int().min(0).optional().describe("its number, when it is made"),
  });

/** Adds or removes a group. */
export const group: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "group",
    doc: "Adds or removes a group. Linux, BSD.",
    args,
    endsSessions: true,
    leavesNothing: true,
  },
  async function* ({ group, present, system, gid }, host) {
    const [groups, kernel] = await Promise.all([host.fact(Groups), host.fact(Kernel)]);
    const exists = groups.includes(group);
    if (present === exists) return host.noop(`group ${group} ${exists ? "exists" : "does not exist"}`);
    if (kernel === "FreeBSD") {
      yield present ? sh`pw groupadd -n ${group} ${gid === undefined ? [] : ["-g", gid]}` : sh`pw groupdel -n ${group}`;
    } else if (kernel === "Linux" && await hasOnlyBusybox(host)) {
      yield present ? addGroupBusybox(group, gid, system) : sh`delgroup ${group}`;
    } else if (!present) {
      yield sh`groupdel ${group}`;
    } else if (kernel === "Linux") {
      yield sh`groupadd ${[system && "-r"]} ${group} ${gid === undefined ? [] : ["--gid", gid]}`;
    } else {
      yield sh`groupadd ${gid === undefined ? [] : ["-g", gid]} ${group}`;
    }
  },
);
