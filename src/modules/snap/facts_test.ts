import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { SnapPackage, SnapPackages } from "./facts.ts";

Deno.test("SnapPackages lists names, whatever the columns are", () => {
  // snapd 2.57, and one of 2018 without the column "Tracking".
  const output =
    "Name  Version    Rev    Tracking       Publisher   Notes\nlxd   4.0.9-8e2  22753  4.0/stable/…   canonical✓  -";
  deepStrictEqual(processFact(SnapPackages, output), ["lxd"]);
  deepStrictEqual(
    processFact(SnapPackages, "Name  Version  Rev  Developer  Notes\ncore  16-2.3   42   canonical  core"),
    [
      "core",
    ],
  );
  deepStrictEqual(processFact(SnapPackages, ""), []);
  throws(() => processFact(SnapPackages, "error: cannot list"), /expected a heading, found "error: cannot list"/);
});

Deno.test("SnapPackage tells a snap that is installed from one that is not", () => {
  const store = `name:      vlc
summary:   The ultimate media player
publisher: VideoLAN**
store-url: https://snapcraft.io/vlc
description: |
  installed: no field, but text
  
snap-id: RT9mcUhVsRYrDLG8qnvGiy26NKvv6Qkd
channels:
  latest/stable:    3.0.20     2023-11-21 (3777) 336MB -`;
  const vlc = { name: "vlc", publisher: "VideoLAN**", snapId: "RT9mcUhVsRYrDLG8qnvGiy26NKvv6Qkd" };
  deepStrictEqual(processFact(SnapPackage, store, { package: "vlc" }), { ...vlc, channel: null, version: null });
  const installed = `${store}\ntracking:     latest/edge\ninstalled:          3.0.20                (3777) 336MB -`;
  deepStrictEqual(processFact(SnapPackage, installed, { package: "vlc" }), {
    ...vlc,
    channel: "latest/edge",
    version: "3.0.20",
  });
  deepStrictEqual(processFact(SnapPackage, "", { package: "none" }), null);
  // snapd 2.15.
  deepStrictEqual(processFact(SnapPackage, 'warning: no snap found for "none"', { package: "none" }), null);
  throws(() => processFact(SnapPackage, `${store}\ntracking what`, { package: "vlc" }), /found "tracking what"/);
  throws(() => processFact(SnapPackage, "summary: x", { package: "vlc" }), /a field name, found "summary: x"/);
});
