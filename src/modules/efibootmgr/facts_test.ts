import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { EFIBootMgr } from "./mod.ts";

Deno.test("entries have names and paths, numbers are hexadecimal", () => {
  // efibootmgr 17 of Debian 12 and 18 of Fedora with -v.
  deepStrictEqual(
    processFact(
      EFIBootMgr,
      "BootNext: 0003\nBootCurrent: 001A\nTimeout: 2 seconds\nBootOrder: 001A,0003\n" +
        "Boot0003  UEFI PXEv4 (MAC:AA)\tPciRoot(0x0)/Pci(0x3,0x0)\nBoot001A* debian\tHD(1,GPT,0-0)/File(\\EFI\\debian\\shimx64.efi)\n" +
        "      dp: 04 01 2a 00\n    data: 00 11",
    ),
    {
      bootNext: 3,
      bootCurrent: 26,
      timeout: 2,
      bootOrder: [26, 3],
      entries: {
        3: { active: false, name: "UEFI PXEv4 (MAC:AA)", path: "PciRoot(0x0)/Pci(0x3,0x0)" },
        26: { active: true, name: "debian", path: "HD(1,GPT,0-0)/File(\\EFI\\debian\\shimx64.efi)" },
      },
    },
  );
  // Without -v, and a firmware without an order.
  deepStrictEqual(
    processFact(EFIBootMgr, "BootCurrent: 0001\nNo BootOrder is set; firmware will attempt recovery\nBoot0001* my efi"),
    {
      bootNext: undefined,
      bootCurrent: 1,
      timeout: undefined,
      bootOrder: [],
      entries: { 1: { active: true, name: "my efi" } },
    },
  );
});

Deno.test("a host that was not booted by UEFI has no boot menu, and what cannot be read is an error", () => {
  strictEqual(processFact(EFIBootMgr, ""), null);
  strictEqual(processFact(EFIBootMgr, "EFI variables are not supported on this system."), null);
  throws(() => processFact(EFIBootMgr, "what is it"), /expected boot entries, found "what is it"/);
});
