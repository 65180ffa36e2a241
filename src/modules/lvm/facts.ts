import { type Fact, fact } from "../../api/mod.ts";
import { column, list, number, parseReport, report } from "./report.ts";

/** A disk or partition that LVM uses. */
export interface LvmPhysicalVolume {
  /** The volume group that it belongs to; `null` where it belongs to none. */
  readonly volumeGroup: string | null;
  /** In bytes. */
  readonly size: number;
  /** In bytes. */
  readonly free: number;
  readonly uuid: string;
  /** As LVM prints them: `a--`. */
  readonly attributes: string;
  readonly tags: readonly string[];
}

/** The physical volumes. */
export const LvmPhysicalVolumes: Fact<Record<string, LvmPhysicalVolume>> = fact({
  module: "lvm",
  name: "LvmPhysicalVolumes",
  doc:
    "The physical volumes of LVM by their devices; one whose device is missing by its UUID. Linux with LVM 2.02.158 " +
    "or later; as root.",
  requiresCommand: "pvs",
  command: () => report("pvs", ["pv_name", "vg_name", "pv_size", "pv_free", "pv_uuid", "pv_attr", "pv_tags"]),
  process: (lines) =>
    Object.fromEntries(
      parseReport(lines, "pv").map((row) => {
        const [device, uuid] = [column(row, "pv_name"), column(row, "pv_uuid")];
        return [/^\[?unknown/.test(device) ? uuid : device, {
          volumeGroup: column(row, "vg_name") || null,
          size: number(row, "pv_size"),
          free: number(row, "pv_free"),
          uuid,
          attributes: column(row, "pv_attr"),
          tags: list(row, "pv_tags"),
        }];
      }),
    ),
  default: () => ({}),
});

/** A pool of space from physical volumes. */
export interface LvmVolumeGroup {
  /** In bytes. */
  readonly size: number;
  /** In bytes. */
  readonly free: number;
  /** The unit in which space is given out, in bytes. */
  readonly extentSize: number;
  /** How many there are. */
  readonly physicalVolumes: number;
  /** How many there are. */
  readonly logicalVolumes: number;
  readonly uuid: string;
  /** As LVM prints them: `wz--n-`. */
  readonly attributes: string;
  readonly tags: readonly string[];
}

/** The volume groups. */
export const LvmVolumeGroups: Fact<Record<string, LvmVolumeGroup>> = fact({
  module: "lvm",
  name: "LvmVolumeGroups",
  doc: "The volume groups of LVM by their names. Linux with LVM 2.02.158 or later; as root.",
  requiresCommand: "vgs",
  command: () =>
    report("vgs", [
      "vg_name",
      "vg_size",
      "vg_free",
      "vg_extent_size",
      "pv_count",
      "lv_count",
      "vg_uuid",
      "vg_attr",
      "vg_tags",
    ]),
  process: (lines) =>
    Object.fromEntries(
      parseReport(lines, "vg").map((row) => [column(row, "vg_name"), {
        size: number(row, "vg_size"),
        free: number(row, "vg_free"),
        extentSize: number(row, "vg_extent_size"),
        physicalVolumes: number(row, "pv_count"),
        logicalVolumes: number(row, "lv_count"),
        uuid: column(row, "vg_uuid"),
        attributes: column(row, "vg_attr"),
        tags: list(row, "vg_tags"),
      }]),
    ),
  default: () => ({}),
});

/** A volume that a filesystem can be made on. */
export interface LvmLogicalVolume {
  readonly volumeGroup: string;
  readonly name: string;
  /** Its device, as `/dev/data/web`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** The thin pool that it takes its space from. */
  readonly pool: string | null;
  /** The volume that it is a snapshot of. */
  readonly origin: string | null;
  /** How much of a thin volume, pool or snapshot is filled, in percent; `null` for others. */
  readonly dataPercent: number | null;
  readonly isActive: boolean;
  readonly uuid: string;
  /** As LVM prints them: `-wi-ao----`. */
  readonly attributes: string;
  readonly tags: readonly string[];
}

/** The logical volumes. */
export const LvmLogicalVolumes: Fact<Record<string, LvmLogicalVolume>> = fact({
  module: "lvm",
  name: "LvmLogicalVolumes",
  doc: "The logical volumes of LVM by `GROUP/NAME`. Linux with LVM 2.02.158 or later; as root.",
  requiresCommand: "lvs",
  command: () =>
    report("lvs", [
      "vg_name",
      "lv_name",
      "lv_path",
      "lv_size",
      "pool_lv",
      "origin",
      "data_percent",
      "lv_uuid",
      "lv_attr",
      "lv_tags",
    ]),
  process: (lines) =>
    Object.fromEntries(
      parseReport(lines, "lv").map((row) => {
        const [volumeGroup, name, attributes] = [
          column(row, "vg_name"),
          column(row, "lv_name"),
          column(row, "lv_attr"),
        ];
        return [`${volumeGroup}/${name}`, {
          volumeGroup,
          name,
          path: column(row, "lv_path"),
          size: number(row, "lv_size"),
          pool: column(row, "pool_lv") || null,
          origin: column(row, "origin") || null,
          dataPercent: column(row, "data_percent") === "" ? null : number(row, "data_percent"),
          isActive: attributes[4] === "a",
          uuid: column(row, "lv_uuid"),
          attributes,
          tags: list(row, "lv_tags"),
        }];
      }),
    ),
  default: () => ({}),
});
