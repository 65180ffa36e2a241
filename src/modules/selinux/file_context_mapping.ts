import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { FileContextMapping } from "./facts.ts";

const args = () =>
  z.object({
    target: word().describe("the pattern of paths, as `/web(/.*)?`"),
    seType: word().optional().describe("the type of the files, as `httpd_sys_content_t`; needed unless it is removed"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

/** Maps paths to a type of SELinux. */
export const fileContextMapping: Operation<Arguments<typeof args>> = operation(
  {
    module: "selinux",
    name: "fileContextMapping",
    doc:
      "Sets the type that files under a pattern of paths get when they are labelled, or removes that. Files that are " +
      "there keep theirs until `restorecon` runs. Linux with SELinux and semanage; as root.",
    args,
    invalidates: ["selinux"],
  },
  async function* ({ target, seType, present }, host) {
    if (present && seType === undefined) {
      throw new OperationError(`Cannot map '${target}' without a type`, { hint: "Give seType, or present: false." });
    }
    const { type } = await host.fact(FileContextMapping, { target });
    if (!present) {
      if (type === undefined) host.noop(`no existing mapping for '${target}'`);
      else yield sh`semanage fcontext -d ${target}`;
    } else if (type === seType) host.noop(`mapping for '${target}' -> '${seType}' already present`);
    else yield sh`semanage fcontext ${type === undefined ? "-a" : "-m"} -t ${seType!} ${target}`;
  },
);
