import { arg, type Arguments, type Operation, operation, pathWord, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { FileContext } from "./facts.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the file or directory on the host"),
    seType: word().describe("its type, as `httpd_sys_content_t`"),
  });

/** Sets the type of a file in SELinux. */
export const fileContext: Operation<Arguments<typeof args>> = operation(
  {
    module: "selinux",
    name: "fileContext",
    doc: "Sets the type that SELinux has for a file or directory, until it is labelled anew: see " +
      "`selinux.fileContextMapping`. Linux with SELinux; as root.",
    args,
    invalidates: ["selinux"],
    leavesNothing: true,
  },
  async function* ({ path, seType }, host) {
    const { type } = await host.fact(FileContext, { path });
    if (type === seType) return host.noop(`file_context: '${path}' already had type '${seType}'`);
    yield sh`chcon -t ${seType} ${pathWord(path)}`;
  },
);
