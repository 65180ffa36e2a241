import { deepStrictEqual, rejects } from "node:assert/strict";
import { given, plan } from "../../testing/mod.ts";
import { dataset, Datasets, filesystem, Filesystems, snapshot, Snapshots, volume, Volumes } from "./mod.ts";

Deno.test("a dataset is made with its properties, and only those that differ are set", async () => {
  const properties = { compression: "lz4", atime: false, quota: "1024M", "com.example:note": "it's b" };
  const args = { datasetName: "tank/a", properties, recursive: true };
  deepStrictEqual((await plan(dataset, args, [given(Datasets, {}, {})])).commands, [
    `zfs create -o atime=off -o 'com.example:note=it'"'"'s b' -o compression=lz4 -o quota=1024M -p tank/a`,
  ]);
  const there = { compression: "lz4", atime: "on", quota: "1G", "com.example:note": "it's b" };
  deepStrictEqual((await plan(dataset, args, [given(Datasets, {}, { "tank/a": there })])).commands, [
    "zfs set atime=off tank/a",
  ]);
  const same = { "tank/a": { ...there, atime: "off" } };
  deepStrictEqual((await plan(dataset, args, [given(Datasets, {}, same)])).commands, []);
  const { commands } = await plan(dataset, { ...args, present: false }, [given(Datasets, {}, same)]);
  deepStrictEqual(commands, ["zfs destroy -r tank/a"]);
});

Deno.test("volumes have a size, filesystems none, snapshots a dataset", async () => {
  deepStrictEqual(
    (await plan(volume, { volumeName: "tank/v", size: "10G", sparse: true }, [given(Volumes, {}, {})])).commands,
    ["zfs create -V 10G -s tank/v"],
  );
  deepStrictEqual((await plan(filesystem, { fsName: "tank/f" }, [given(Filesystems, {}, {})])).commands, [
    "zfs create tank/f",
  ]);
  const args = { snapshotName: "tank/a@b", recursive: true };
  deepStrictEqual((await plan(snapshot, args, [given(Snapshots, {}, {})])).commands, ["zfs snapshot -r tank/a@b"]);
  deepStrictEqual((await plan(snapshot, args, [given(Snapshots, {}, { "tank/a@b": {} })])).commands, []);
  await rejects(plan(snapshot, { snapshotName: "tank/a" }, [given(Filesystems, {}, {})]), /DATASET@NAME/);
});
