import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { PnpmPackages } from "./facts.ts";

Deno.test("PnpmPackages takes what the project asks for", () => {
  // pnpm 10 in a project; `unsavedDependencies` are there, but nobody asked for them.
  const projects = [{
    name: "p",
    path: "/srv/p",
    private: false,
    dependencies: { "is-odd": { from: "is-odd", version: "3.0.1", path: "/srv/p/node_modules/is-odd" } },
    devDependencies: { "@types/node": { from: "@types/node", version: "20.1.0" } },
    optionalDependencies: { own: { from: "own", version: "link:../own" } },
    unsavedDependencies: { other: { from: "other", version: "1.0.0" } },
  }];
  deepStrictEqual(processFact(PnpmPackages, JSON.stringify(projects, null, 2)), {
    "is-odd": ["3.0.1"],
    "@types/node": ["20.1.0"],
    own: ["link:../own"],
  });
});

Deno.test("PnpmPackages is empty without packages and without the folder", () => {
  deepStrictEqual(processFact(PnpmPackages, `[{"path": "/root/.local/share/pnpm/global/5", "private": false}]`), {});
  deepStrictEqual(processFact(PnpmPackages, ""), {});
});

Deno.test("PnpmPackages quotes what is no list of projects", () => {
  throws(() => processFact(PnpmPackages, "ERR_PNPM something"), /expected JSON, found "ERR_PNPM something"/);
  throws(() => processFact(PnpmPackages, `[{"dependencies": {"a": 1}}]`), /unexpected JSON at 0\.dependencies\.a/);
});
