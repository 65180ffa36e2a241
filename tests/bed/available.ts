import { missingPackages } from "./install.ts";
import { run } from "./run.ts";

/** Makes an overlay over the root in namespaces of its own, as each host of the bed does. */
const TRY_OVERLAY = `set -e
mount -t tmpfs tmpfs /mnt
cd /mnt
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
mount -t proc proc root/proc
chroot root true
`;

/** Whether real targets can be started here, and if not, why. */
export type Availability = { readonly available: true } | { readonly available: false; readonly reason: string };

/** Finds out whether the test bed can be had on this machine. */
export async function bedAvailable(): Promise<Availability> {
  const reason = await whyNot();
  return reason === undefined ? { available: true } : { available: false, reason };
}

async function whyNot(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "it needs Linux";
  if (Deno.uid() !== 0) return "it needs root";
  const missing = await missingPackages();
  if (missing.length > 0) return `it needs ${missing.join(", ")}: deno task bed -- install`;
  try {
    await run(["unshare", "--mount", "--pid", "--uts", "--fork", "--propagation", "private", "sh", "-c", TRY_OVERLAY]);
  } catch (error) {
    return `overlay mounts in a namespace are not allowed: ${(error as Error).message.split("\n").at(-1)}`;
  }
}
