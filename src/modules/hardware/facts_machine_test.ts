import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { BlockDevices, CpuInfo, Cpus, Memory } from "./facts.ts";

Deno.test("Memory reads Linux and the pages of BSD", () => {
  deepStrictEqual(processFact(Memory, "      2048000 K total memory\n        1 K used memory\n"), 2000);
  deepStrictEqual(processFact(Memory, "     4096 bytes per page\n    262144 pages managed\n"), 1024);
  throws(() => processFact(Memory, "vmstat: bad option"), /expected the total memory, found "vmstat: bad option"/);
});

Deno.test("BlockDevices takes spaces in names and leaves out what has no size", () => {
  deepStrictEqual(
    processFact(BlockDevices, [
      "Filesystem     1024-blocks Used Available Capacity Mounted on",
      "//nas/my disk        100   25        75      25% /mnt/my disk",
      "proc                   0    0         0       -  /proc",
    ]),
    { "//nas/my disk": { blocks: "100", used: "25", available: "75", usedPercent: "25", mount: "/mnt/my disk" } },
  );
});

Deno.test("BlockDevices reads the columns of inodes that BSD adds", () => {
  deepStrictEqual(
    processFact(BlockDevices, "/dev/disk1s1 100 25 75 25% 488 900 0% /System/Volumes/Data")["/dev/disk1s1"]?.mount,
    "/System/Volumes/Data",
  );
});

Deno.test("CpuInfo gives the flags as a list and leaves out the headings of groups", () => {
  deepStrictEqual(
    processFact(CpuInfo, ["Architecture:   x86_64", "  Model name:   A: B", "  Flags:  fpu vme", "Caches:"]),
    {
      Architecture: "x86_64",
      "Model name": "A: B",
      Flags: ["fpu", "vme"],
    },
  );
});

Deno.test("Cpus refuses what is no number", () => {
  deepStrictEqual(processFact(Cpus, "8"), 8);
  throws(() => processFact(Cpus, "undefined"), /expected a number of processors, found "undefined"/);
});
