import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { LvmLogicalVolumes, LvmPhysicalVolumes, LvmVolumeGroups } from "./mod.ts";

const report = (kind: string, rows: readonly object[]) => JSON.stringify({ report: [{ [kind]: rows }] }, null, 4);

Deno.test("physical volumes without a group or a device are told too", () => {
  const row = { vg_name: "data", pv_size: "10733223936", pv_free: "0", pv_uuid: "u1", pv_attr: "a--", pv_tags: "x,y" };
  deepStrictEqual(
    processFact(
      LvmPhysicalVolumes,
      report("pv", [
        { ...row, pv_name: "/dev/sdb" },
        { ...row, pv_name: "/dev/sdc1", vg_name: "", pv_tags: "" },
        { ...row, pv_name: "[unknown]", pv_uuid: "u2", pv_attr: "a-m" },
      ]),
    ),
    {
      "/dev/sdb": { volumeGroup: "data", size: 10733223936, free: 0, uuid: "u1", attributes: "a--", tags: ["x", "y"] },
      "/dev/sdc1": { volumeGroup: null, size: 10733223936, free: 0, uuid: "u1", attributes: "a--", tags: [] },
      u2: { volumeGroup: "data", size: 10733223936, free: 0, uuid: "u2", attributes: "a-m", tags: ["x", "y"] },
    },
  );
});

Deno.test("volume groups and logical volumes have sizes in bytes", () => {
  deepStrictEqual(
    processFact(
      LvmVolumeGroups,
      report("vg", [{
        vg_name: "data",
        vg_size: "4194304",
        vg_free: "0",
        vg_extent_size: "4194304",
        pv_count: "1",
        lv_count: "2",
        vg_uuid: "u",
        vg_attr: "wz--n-",
        vg_tags: "",
      }]),
    ).data,
    {
      size: 4194304,
      free: 0,
      extentSize: 4194304,
      physicalVolumes: 1,
      logicalVolumes: 2,
      uuid: "u",
      attributes: "wz--n-",
      tags: [],
    },
  );
  const row = { vg_name: "data", lv_uuid: "u", lv_tags: "", pool_lv: "", origin: "", data_percent: "" };
  const volumes = processFact(
    LvmLogicalVolumes,
    report("lv", [
      { ...row, lv_name: "web", lv_path: "/dev/data/web", lv_size: "4194304", lv_attr: "-wi-ao----" },
      {
        ...row,
        lv_name: "thin",
        lv_path: "",
        lv_size: "4194304",
        lv_attr: "Vwi---tz--",
        pool_lv: "p",
        data_percent: "12.50",
      },
    ]),
  );
  deepStrictEqual(Object.keys(volumes), ["data/web", "data/thin"]);
  deepStrictEqual([volumes["data/web"]?.isActive, volumes["data/web"]?.pool, volumes["data/web"]?.dataPercent], [
    true,
    null,
    null,
  ]);
  deepStrictEqual([volumes["data/thin"]?.isActive, volumes["data/thin"]?.pool, volumes["data/thin"]?.dataPercent], [
    false,
    "p",
    12.5,
  ]);
});

Deno.test("no volumes are none, a column that is missing is an error", () => {
  deepStrictEqual(processFact(LvmLogicalVolumes, report("lv", [])), {});
  throws(() => processFact(LvmVolumeGroups, report("vg", [{ vg_name: "data" }])), /expected the column vg_size/);
});
