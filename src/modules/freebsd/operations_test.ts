import { deepStrictEqual, rejects } from "node:assert/strict";
import { given, plan } from "../../testing/mod.ts";
import * as freebsd from "./mod.ts";

const { PkgPackage, ServiceScript, ServiceStatus, Sysrc } = freebsd;

Deno.test("packages are installed and removed, in a jail too", async () => {
  const nginx = { package: "nginx", jail: "web" };
  const missing = given(PkgPackage, nginx, null);
  const there = given(PkgPackage, nginx, "nginx-1.26.2,3");
  deepStrictEqual((await plan(freebsd.pkgInstall, { ...nginx, reponame: "own" }, [missing])).commands, [
    "pkg -j web install -y -r own -- nginx",
  ]);
  deepStrictEqual((await plan(freebsd.pkgInstall, nginx, [there])).commands, []);
  deepStrictEqual((await plan(freebsd.pkgRemove, nginx, [there])).commands, ["pkg -j web remove -y -- nginx"]);
  deepStrictEqual((await plan(freebsd.pkgRemove, nginx, [missing])).commands, []);
  deepStrictEqual((await plan(freebsd.pkgUpgrade, { force: true, reponame: "own" })).commands, [
    "pkg upgrade -y -f -r own",
  ]);
  deepStrictEqual((await plan(freebsd.pkgClean, { allPkg: true })).commands, ["pkg clean -y -a"]);
});

Deno.test("a service is started once, and restarted every time", async () => {
  const facts = (status: string | null) => [
    given(ServiceScript, { srvname: "nginx" }, "nginx"),
    given(ServiceStatus, { srvname: "nginx" }, status),
  ];
  const service = async (args: object, status: string | null) =>
    (await plan(freebsd.service, { srvname: "nginx", ...args }, facts(status))).commands;
  deepStrictEqual(await service({}, null), ["service nginx start"]);
  deepStrictEqual(await service({}, "running"), []);
  deepStrictEqual(await service({ srvstate: "stopped" }, "running"), ["service nginx stop"]);
  deepStrictEqual(await service({ srvstate: "restarted", environment: { A: "b c" } }, "running"), [
    "service -E 'A=b c' nginx restart",
  ]);
  deepStrictEqual(await service({ srvstate: "custom", command: "configtest -v" }, null), [
    "service nginx configtest -v",
  ]);
  await rejects(service({ srvstate: "custom" }, null), /without one/);
});

Deno.test("a variable is set, and words are added to it and taken from it, where that changes it", async () => {
  const sysrc = async (args: object, value: string | null) =>
    (await plan(freebsd.sysrc, { parameter: "a", value: "x y", ...args }, [given(Sysrc, { parameter: "a" }, value)]))
      .commands;
  deepStrictEqual(await sysrc({}, null), ["sysrc -i -- 'a=x y'"]);
  deepStrictEqual(await sysrc({}, "x y"), []);
  deepStrictEqual(await sysrc({}, "z"), []);
  deepStrictEqual(await sysrc({ overwrite: true }, "z"), ["sysrc -i -- 'a=x y'"]);
  deepStrictEqual(await sysrc({ command: "add" }, "z x"), ["sysrc -i -- 'a+=x y'"]);
  deepStrictEqual(await sysrc({ command: "add" }, "y z x"), []);
  deepStrictEqual(await sysrc({ command: "sub" }, "z x"), ["sysrc -i -- 'a-=x y'"]);
  deepStrictEqual(await sysrc({ command: "sub" }, "z"), []);
  deepStrictEqual(await sysrc({ command: "del" }, "z"), ["sysrc -x -- a"]);
  deepStrictEqual(await sysrc({ command: "del" }, null), []);
});

Deno.test("updates of the base system are fetched and installed", async () => {
  deepStrictEqual(
    (await plan(freebsd.freebsdUpdate, { force: true, basedir: "/mnt", currentlyRunning: "14.1" })).commands,
    [
      "PAGER=cat freebsd-update --not-running-from-cron -F -b /mnt --currently-running 14.1 fetch install",
    ],
  );
});
