import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as pip from "../../src/modules/pip/mod.ts";
import { dry, linesFrom, readFact, run, wet } from "./local_host.ts";

const ignore = (await run("python3 -c 'import venv, ensurepip'")).code !== 0;

/** Writes a package that pip can install without the network. */
const WHEEL = `
import sys, zipfile
folder, version = sys.argv[1:]
with zipfile.ZipFile(f"{folder}/drover_demo-{version}-py3-none-any.whl", "w") as wheel:
    info = f"drover_demo-{version}.dist-info"
    wheel.writestr("drover_demo.py", "")
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: Drover_Demo\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;

Deno.test(
  { name: "packages come into a virtual environment once, at their version, and go again", ignore },
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "drover pip" });
    try {
      await Deno.writeTextFile(`${folder}/wheel.py`, WHEEL);
      for (const version of ["1.0", "2.0"]) await linesFrom(`python3 '${folder}/wheel.py' '${folder}' ${version}`);
      const args = {
        virtualenv: `${folder}/env/`,
        virtualenvKwargs: { venv: true },
        extraInstallArgs: ["--no-index", "--disable-pip-version-check", "--find-links", folder],
      };
      for (const packages of ["drover_demo==1.0", "Drover.Demo>1"]) {
        await wet(pip.packages, { ...args, packages });
        deepStrictEqual((await dry(pip.packages, { ...args, packages })).commands, []);
      }
      const installed = await readFact(pip.PipPackages, { pip: `${folder}/env/bin/pip` });
      deepStrictEqual(Object.entries(installed).find(([name]) => /demo/i.test(name))?.[1], ["2.0"]);
      await wet(pip.packages, { ...args, packages: "drover-demo", present: false });
      deepStrictEqual((await dry(pip.packages, { ...args, packages: "drover-demo", present: false })).commands, []);

      strictEqual((await dry(pip.venv, { path: `${folder}/env` })).noop, `virtualenv ${folder}/env exists`);
      await wet(pip.venv, { path: `${folder}/env`, present: false });
      deepStrictEqual((await dry(pip.venv, { path: `${folder}/env`, present: false })).commands, []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
