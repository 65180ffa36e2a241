// Options of the mount program and of fstab, which no list of mounted file systems shows.
const UNSEEN = /^(defaults|auto|noauto|user|nouser|users|owner|group|nofail|_netdev|loop|comment=.*|x-.*)$/;
// The opposites that a list shows instead of nothing.
const USUAL: Readonly<Record<string, string>> = {
  exec: "noexec",
  suid: "nosuid",
  dev: "nodev",
  async: "sync",
  atime: "noatime",
  diratime: "nodiratime",
};
const UNITS: Readonly<Record<string, number>> = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Whether a mounted file system has an option. */
export function hasOption(present: readonly string[], option: string): boolean {
  if (UNSEEN.test(option)) return true;
  if (option in USUAL) return !present.includes(USUAL[option]!);
  return present.some((one) => one === option || plain(one) === plain(option));
}

/** `size=1m` as `size=1048576`: the kernel prints another unit than it was given. */
function plain(option: string): string {
  const found = /^(size|nr_inodes|nr_blocks)=(\d+)([kmgt]?)$/i.exec(option);
  return found ? `${found[1]}=${Number(found[2]) * UNITS[found[3]!.toLowerCase()]!}` : option;
}
