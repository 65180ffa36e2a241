import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { files, pip } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { failureOf, startServerBed } from "./server_bed.ts";
import { makeWheels, WHEELS } from "./wheels.ts";

const OFFLINE = ["--no-index", "--disable-pip-version-check", "--find-links", WHEELS];

bedTest("Python packages and environments on a host of their own", async (t) => {
  await using bed = await startServerBed();
  const { dryWet, run, sh } = bed;
  await sh(`rm -f /etc/pip.conf; rm -rf /root/.config/pip /root/.pip /usr/local/lib/python3*/*`);
  await makeWheels(bed, "herd_dog=1.0", "herd_dog=2.0", "herd_gate=1.0");

  /** What of ours is installed. */
  const installed = async (pip: string) =>
    (await sh(`${pip} freeze --disable-pip-version-check`)).replaceAll("_", "-").split("\n")
      .filter((line) => line.startsWith("herd"));

  await t.step("pip.venv makes an environment, and removes it", async () => {
    await dryWet(() => pip.venv({ path: "/srv/a venv", sitePackages: true, alwaysCopy: true }));
    strictEqual(await sh("'/srv/a venv/bin/python' -c 'import sys; print(sys.prefix)'"), "/srv/a venv\n");
    match(await sh("cat '/srv/a venv/pyvenv.cfg'"), /^include-system-site-packages = true$/m);
    ok(!(await Deno.lstat(bed.host.path("/srv/a venv/bin/python3"))).isSymlink);
    await dryWet(() => pip.venv({ path: "/srv/a venv", present: false }));
    await sh("! test -e '/srv/a venv'");
  });

  await t.step("pip.virtualenv makes an environment by virtualenv, or by venv, and removes it", async () => {
    await dryWet(() => pip.virtualenv({ path: "/srv/virtualenv", python: "/usr/bin/python3" }));
    strictEqual(await sh("/srv/virtualenv/bin/python -c 'import sys; print(sys.prefix)'"), "/srv/virtualenv\n");
    await dryWet(() => pip.virtualenv({ path: "/srv/virtualenv", present: false }));
    await sh("! test -e /srv/virtualenv");
    await dryWet(() => pip.virtualenv({ path: "/srv/venv", venv: true }));
  });

  await t.step("pip.packages installs into an environment, at a version, in a range, at the latest", async () => {
    const env = { virtualenv: "/srv/venv", extraInstallArgs: OFFLINE };
    await dryWet(() => pip.packages({ ...env, packages: "herd_dog==1.0" }));
    await dryWet(() => pip.packages({ ...env, packages: ["Herd.Dog>1,<3", "herd_gate"] }));
    deepStrictEqual(await installed("/srv/venv/bin/pip"), ["herd-dog==2.0", "herd-gate==1.0"]);
    await dryWet(() => pip.packages({ ...env, packages: "herd_dog", latest: true }), { always: true });
    deepStrictEqual(await installed("/srv/venv/bin/pip"), ["herd-dog==2.0", "herd-gate==1.0"]);
    await dryWet(() => pip.packages({ ...env, packages: ["herd_dog", "herd-gate"], present: false }));
    deepStrictEqual(await installed("/srv/venv/bin/pip"), []);
  });

  await t.step("pip.packages makes the environment that it needs", async () => {
    const args = {
      packages: "herd-dog",
      virtualenv: "/srv/fresh env/",
      virtualenvKwargs: { python: "/usr/bin/python3", sitePackages: true },
      extraInstallArgs: OFFLINE,
    };
    await dryWet(() => pip.packages(args));
    deepStrictEqual(await installed("'/srv/fresh env/bin/pip'"), ["herd-dog==2.0"]);
  });

  await t.step("facts of pip are what pip says", async () => {
    let found: unknown;
    await run(async (host) => {
      const [packages, none] = await Promise.all([
        host.fact(pip.PipPackages, { pip: "/srv/fresh env/bin/pip" }),
        host.fact(pip.Pip3Packages, { pip: "/srv/nowhere/pip3" }),
      ]);
      found = [packages["herd-dog"] ?? packages["herd_dog"], none];
    });
    deepStrictEqual(found, [["2.0"], {}]);
  });

  await t.step("pip.packages installs what a file asks for, and removes it every time", async () => {
    await Deno.writeTextFile(bed.host.path("/srv/wish list.txt"), "herd-dog==1.0\nherd-gate\n");
    const args = { requirements: "/srv/wish list.txt", virtualenv: "/srv/fresh env", extraInstallArgs: OFFLINE };
    await dryWet(() => pip.packages(args));
    await dryWet(() => {
      files.put({ src: new TextEncoder().encode("herd-dog>1\n"), dest: args.requirements });
      pip.packages(args);
    });
    deepStrictEqual(await installed("'/srv/fresh env/bin/pip'"), ["herd-dog==2.0", "herd-gate==1.0"]);
    await dryWet(() => pip.packages({ ...args, extraInstallArgs: [...OFFLINE, "--upgrade"] }), { always: true });
    await sh("echo herd-gate >>'/srv/wish list.txt'");
    await dryWet(() => pip.packages({ ...args, present: false }), { always: true });
    deepStrictEqual(await installed("'/srv/fresh env/bin/pip'"), []);
  });

  await t.step("pip.packages installs for the system with the pip that it is told to take", async () => {
    const args = {
      pip: "/usr/bin/pip3",
      packages: "herd-dog",
      extraInstallArgs: [...OFFLINE, "--break-system-packages"],
    };
    await dryWet(() => pip.packages(args));
    deepStrictEqual(await installed("/usr/bin/pip3"), ["herd-dog==2.0"]);
  });

  await t.step("pip.packages says what pip says of a package that is nowhere", async () => {
    const args = { packages: "herd-none", virtualenv: "/srv/venv", extraInstallArgs: OFFLINE };
    match(failureOf(await run(() => pip.packages(args))).message, /No matching distribution found for herd-none/);
  });
});
