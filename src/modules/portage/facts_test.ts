import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { PortageUseFlags, PortageWorld } from "./facts.ts";

Deno.test("PortageWorld lists atoms and sets", () => {
  deepStrictEqual(processFact(PortageWorld, "app-editors/vim\ndev-lang/python:3.12 # kept\n\n@kde\n"), [
    "app-editors/vim",
    "dev-lang/python:3.12",
    "@kde",
  ]);
});

Deno.test("PortageUseFlags tells those of the system, and those of one package alone", () => {
  deepStrictEqual(processFact(PortageUseFlags, "X acl amd64 -bindist X"), ["X", "acl", "amd64", "-bindist"]);
  const folder = "/var/db/pkg/media-fonts";
  const output = `${folder}/font-adobe-1.0/USE:X nls\n${folder}/font-adobe-100dpi-1.0.3/USE:other`;
  deepStrictEqual(processFact(PortageUseFlags, output, { package: "media-fonts/font-adobe" }), ["X", "nls"]);
  deepStrictEqual(processFact(PortageUseFlags, output, { package: "media-fonts/font-adobe-100dpi-1.0.3" }), ["other"]);
  throws(() => PortageUseFlags.check({ package: "vim" }), /CATEGORY\/NAME/);
});
