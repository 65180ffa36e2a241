import { type Fact, fact, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** An entry of the firmware's boot menu. */
export interface EfiBootEntry {
  readonly active: boolean;
  readonly name: string;
  /** The device path of what it boots, where efibootmgr prints it. */
  readonly path?: string;
}

/** What the firmware boots; numbers are those of `Boot0001`, which is hexadecimal. */
export interface EfiBoot {
  /** What it boots next time only. */
  readonly bootNext?: number;
  /** What it has booted this time. */
  readonly bootCurrent?: number;
  /** How long it waits at its menu, in seconds. */
  readonly timeout?: number;
  /** What it tries, in this order. */
  readonly bootOrder: readonly number[];
  /** All entries, by their numbers. */
  readonly entries: Readonly<Record<number, EfiBootEntry>>;
}

/** Fields, entries, the bytes of an entry, and what is said where there is no order. */
const KNOWN =
  /^Boot(Next|Current|Order): *([\dA-Fa-f]{4}(,|$))*$|^Timeout: \d+ seconds$|^Mirror\w+: |^Boot[\dA-Fa-f]{4}[* ]|^ +(dp|data): |^No BootOrder is set/;

/** What the firmware boots. */
export const EFIBootMgr: Fact<EfiBoot | null> = fact({
  module: "efibootmgr",
  name: "EFIBootMgr",
  doc: "What the UEFI firmware boots: its order, its entries by their numbers, what it has booted and what it boots " +
    "next; `null` where the host was not booted by UEFI. Linux with efibootmgr.",
  requiresCommand: "efibootmgr",
  command: () => sh`! test -d /sys/firmware/efi || efibootmgr -v`,
  process: (lines) => {
    const text = lines.join("\n");
    if (text.trim() === "" || /EFI variables are not supported/.test(text)) return null;
    const field = (name: string) => new RegExp(`^${name}: *(\\S+)`, "m").exec(text)?.[1];
    const hexadecimal = (digits: string | undefined) => digits === undefined ? undefined : parseInt(digits, 16);
    const timeout = field("Timeout");
    const entries = lines.map((line) => /^Boot([0-9A-Fa-f]{4})(\*?) *(.*)$/.exec(line)).filter((found) =>
      found !== null
    );
    const strange = lines.find((line) => line.trim() !== "" && !KNOWN.test(line));
    if (strange !== undefined) throw unexpected("boot entries", strange);
    return {
      bootNext: hexadecimal(field("BootNext")),
      bootCurrent: hexadecimal(field("BootCurrent")),
      timeout: timeout === undefined ? undefined : Number(timeout),
      bootOrder: (field("BootOrder") ?? "").split(",").filter(Boolean).map((digits) => parseInt(digits, 16)),
      entries: Object.fromEntries(entries.map(([, number, active, rest]) => {
        const [name = "", path] = rest!.split("\t");
        return [parseInt(number!, 16), { active: active === "*", name: name.trim(), ...path && { path: path.trim() } }];
      })),
    };
  },
});
