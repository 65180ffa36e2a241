import { arg, type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { Kernel, Mounts } from "./facts.ts";
import { hasOption } from "./mount_options.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the mount point"),
    mounted: z.boolean().default(true).describe("whether it shall be mounted"),
    options: arg.list().optional().describe("mount options, as `ro`; missing ones are added by a remount"),
    device: z.string().optional().describe("what to mount; default: what fstab says"),
    fsType: z.string().optional().describe("the type of the file system"),
  });

/** Mounts or unmounts a file system. */
export const mount: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "mount",
    doc: "Mounts or unmounts a file system, until the next start: fstab is left alone. Linux, BSD.",
    args,
  },
  async function* ({ path, mounted, options = [], device, fsType }, host) {
    const [mounts, kernel] = await Promise.all([host.fact(Mounts), options.length ? host.fact(Kernel) : "Linux"]);
    const present = Object.hasOwn(mounts, path) ? mounts[path] : undefined;
    if (!mounted) {
      if (present) yield sh`umount ${path}`;
      else host.noop(`filesystem ${path} is not mounted`);
    } else if (!present) {
      yield sh`mount ${fsType === undefined ? [] : ["-t", fsType]} ${
        options.length ? ["-o", options.join(",")] : []
      } ${[device]} ${path}`;
    } else if (options.every((option) => hasOption(present.options, option))) {
      host.noop(`filesystem ${path} is mounted`);
    } else if (kernel === "FreeBSD") {
      yield sh`mount -o ${["update", ...options].join(",")} -t ${present.type} ${present.device} ${path}`;
    } else {
      yield sh`mount -o ${["remount", ...options].join(",")} ${path}`;
    }
  },
);
