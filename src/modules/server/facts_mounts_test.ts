import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { Mounts } from "./facts.ts";

Deno.test("Mounts takes out the kernel's escapes and keeps the topmost of two", () => {
  deepStrictEqual(
    processFact(Mounts, [
      "tmpfs /a\\040b\\012c tmpfs rw 0 0",
      "//nas/x /d cifs rw 0 0",
      "none /d tmpfs ro,size=1k 0 0",
    ]),
    {
      "/a b\nc": { device: "tmpfs", type: "tmpfs", options: ["rw"] },
      "/d": { device: "none", type: "tmpfs", options: ["ro", "size=1k"] },
    },
  );
});

Deno.test("Mounts adds the options that only programs know", () => {
  deepStrictEqual(
    processFact(Mounts, [
      "//nas/x /srv/a\\040b cifs rw 0 0",
      "SRC=//nas/x TARGET=/srv/a\\040b ROOT=/ OPTS=_netdev,user=ann",
      "ID=31 SRC=gone TARGET=/gone ROOT=/ OPTS=_netdev",
    ]),
    { "/srv/a b": { device: "//nas/x", type: "cifs", options: ["rw", "_netdev", "user=ann"] } },
  );
});

Deno.test("Mounts reads what mount prints on BSD, and a path with a newline", () => {
  deepStrictEqual(
    processFact(Mounts, ["/dev/ada0p2 on / (ufs, local, soft-updates)", "/dev/wd0a on /x", "y type ffs (local)"]),
    {
      "/": { device: "/dev/ada0p2", type: "ufs", options: ["local", "soft-updates"] },
      "/x\ny": { device: "/dev/wd0a", type: "ffs", options: ["local"] },
    },
  );
});

Deno.test("Mounts refuses what is no table of mounts", () => {
  throws(() => processFact(Mounts, "mount: usage"), /expected DEVICE on PATH, found "mount: usage"/);
});
