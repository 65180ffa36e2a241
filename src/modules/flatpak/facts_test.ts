import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { FlatpakPackage, FlatpakPackages } from "./facts.ts";

Deno.test("FlatpakPackages lists each id once, without a heading", () => {
  const output =
    "Application ID\norg.videolan.VLC\norg.freedesktop.Platform\norg.freedesktop.Platform\ncom.github.a.b_c-d";
  deepStrictEqual(processFact(FlatpakPackages, output), [
    "org.videolan.VLC",
    "org.freedesktop.Platform",
    "com.github.a.b_c-d",
  ]);
  deepStrictEqual(processFact(FlatpakPackages, ""), []);
});

Deno.test("FlatpakPackage reads an application and a runtime without a version", () => {
  // As flatpak 1.14 prints them.
  const signal = `
Signal Desktop - Private messenger: say hello

          ID: org.signal.Signal
         Ref: app/org.signal.Signal/x86_64/stable
        Arch: x86_64
      Branch: stable
     Version: 7.12.0
      Origin: flathub
`;
  deepStrictEqual(processFact(FlatpakPackage, signal, { package: "org.signal.Signal" }), {
    id: "org.signal.Signal",
    ref: "app/org.signal.Signal/x86_64/stable",
    version: "7.12.0",
  });
  const runtime = "        ID: org.kde.Sdk\n       Ref: runtime/org.kde.Sdk/x86_64/6.7\n";
  deepStrictEqual(processFact(FlatpakPackage, runtime, { package: "org.kde.Sdk" })?.version, null);
  deepStrictEqual(processFact(FlatpakPackage, "", { package: "a.b.c" }), null);
});
