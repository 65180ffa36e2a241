import { run } from "../bed/mod.ts";

/** Makes the root of a tiny system in a folder: busybox with what it is linked to, and a few device files. */
export async function makeBusyboxRoot(folder: string): Promise<void> {
  const script = `set -e
mkdir -p bin dev etc proc root sys tmp
chmod 755 .
chmod 1777 tmp
cp "$(command -v busybox)" bin/busybox
for library in $(ldd bin/busybox 2>/dev/null | grep -o '/lib[^ ]*'); do
  mkdir -p ".$(dirname "$library")"
  cp -L "$library" ".$library"
done
chroot . /bin/busybox --install -s /bin
mknod -m 666 dev/null c 1 3
mknod -m 666 dev/zero c 1 5
echo root:x:0:0:root:/root:/bin/sh >etc/passwd
echo root:x:0: >etc/group
`;
  await run(["sh", "-c", `cd "$0" && ${script}`, folder]);
}
