import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import {
  UvAvailablePythonsByImplementation,
  UvInstalledPythonsByVersion,
  UvPipPackages,
  UvToolDir,
  UvVersion,
} from "./mod.ts";

// Two implementations of a version, and one that is found twice: by its folder and by a link (uv 0.8).
const pythons = JSON.stringify([
  { key: "cpython-3.13.4-linux-x86_64-gnu", version: "3.13.4", path: "/usr/bin/python3.13", symlink: null },
  { key: "cpython-3.13.4-linux-x86_64-gnu", version: "3.13.4", path: "/bin/python3.13", symlink: null },
  { key: "cpython-3.13.4+freethreaded-linux-x86_64-gnu", version: "3.13.4", path: null, url: "https://x" },
]);

Deno.test("Pythons are told by version with all implementations, and by implementation", () => {
  const [plain, free] = ["cpython-3.13.4-linux-x86_64-gnu", "cpython-3.13.4+freethreaded-linux-x86_64-gnu"];
  deepStrictEqual(processFact(UvInstalledPythonsByVersion, pythons), { "3.13.4": [plain, free] });
  deepStrictEqual(processFact(UvAvailablePythonsByImplementation, pythons), {
    [plain]: ["3.13.4"],
    [free]: ["3.13.4"],
  });
  deepStrictEqual(processFact(UvInstalledPythonsByVersion, "[]"), {});
});

Deno.test("only what uv manages or has installed is asked for as wished", () => {
  const command = (isManaged: boolean, fact = UvInstalledPythonsByVersion) =>
    fact.definition.command(fact.check({ isManaged })).text;
  deepStrictEqual(command(true), "uv python list --managed-python --only-installed --output-format json");
  deepStrictEqual(command(false), "uv python list --only-installed --output-format json");
  deepStrictEqual(command(false, UvAvailablePythonsByImplementation), "uv python list --output-format json");
});

Deno.test("UvPipPackages reads names and versions, and quotes what is no such list", () => {
  const packages =
    `[{"name":"requests","version":"2.32.5"},{"name":"own","version":"0.1","editable_project_location":"/srv"}]`;
  deepStrictEqual(processFact(UvPipPackages, packages), { requests: ["2.32.5"], own: ["0.1"] });
  throws(() => processFact(UvPipPackages, "error: no env"), /uv\.UvPipPackages .*found "error: no env"/);
  throws(() => processFact(UvPipPackages, `{"name":"a"}`), /unexpected JSON: .*expected array/);
  throws(() => processFact(UvPipPackages, `[{"name":"a"}]`), /unexpected JSON at 0\.version/);
});

Deno.test("a version and a folder are one line", () => {
  deepStrictEqual(processFact(UvVersion, "uv 0.8.5 (Homebrew 2025-08-05)\n"), "uv 0.8.5 (Homebrew 2025-08-05)");
  deepStrictEqual(processFact(UvToolDir, "/home/a b/.local/share/uv/tools\n"), "/home/a b/.local/share/uv/tools");
  throws(() => processFact(UvToolDir, "warning\n/x"), /expected the path of a folder, found "warning"/);
  throws(() => processFact(UvToolDir, "/x\n/y"), /found "\/x\\n\/y"/);
  throws(() => processFact(UvVersion, ""), /expected uv and its version/);
});
