import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { server } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { failureOf, type ServerBed, startServerBed } from "./server_bed.ts";

/** A service of SysV init that needs nothing but a shell. */
const SERVICE = `#!/bin/sh
### BEGIN INIT INFO
# Provides: herd
# Required-Start:
# Required-Stop:
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
### END INIT INFO
pid=/run/herd.pid
runs() { kill -0 "$(cat $pid 2>/dev/null)" 2>/dev/null; }
echo "$1" >>/run/herd.log
case $1 in
start) sleep 1000 >/dev/null 2>&1 </dev/null & echo $! >$pid ;;
stop) kill "$(cat $pid)"; rm $pid ;;
restart) "$0" stop; "$0" start ;;
status) runs || exit 3 ;;
reload | greet) : ;;
esac
`;

/** Sets up a service, and gives what it was told since it was last asked, without the questions for its status. */
async function startService({ host, sh }: ServerBed): Promise<() => Promise<string[]>> {
  await Deno.writeTextFile(host.path("/etc/init.d/herd"), SERVICE, { mode: 0o755 });
  return async () => {
    const told = await sh("cat /run/herd.log; : >/run/herd.log");
    return told.trim().split("\n").filter((word) => word !== "status");
  };
}

bedTest("the system of a host of its own", async (t) => {
  await using bed = await startServerBed();
  const { dryWet, run, sh } = bed;

  await t.step("server.hostname sets the name, now and for the next start", async () => {
    await dryWet(() => server.hostname({ hostname: "ewe.herd.example" }));
    strictEqual(await sh("hostname; cat /etc/hostname"), "ewe.herd.example\newe.herd.example\n");
    await dryWet(() => server.hostname({ hostname: "ram", hostnameFile: "/etc/name of mine" }));
    strictEqual(await sh("hostname; cat '/etc/name of mine' /etc/hostname"), "ram\nram\newe.herd.example\n");
  });

  await t.step("server.timezone sets the zone", async () => {
    await dryWet(() => server.timezone({ timezone: "Europe/Paris" }));
    strictEqual(await sh("date -d 2026-01-01T00:00Z +%H%Z; cat /etc/timezone"), "01CET\nEurope/Paris\n");
    await dryWet(() => server.timezone({ timezone: "America/Argentina/Ushuaia" }));
    strictEqual(await sh("date -d 2026-01-01T00:00Z +%H"), "21\n");
    const wrong = await run(() => server.timezone({ timezone: "Europe/Nowhere" }));
    match(failureOf(wrong).message, /there is no \/usr\/share\/zoneinfo\/Europe\/Nowhere on the host/);
  });

  await t.step("server.locale generates and removes a locale", async () => {
    await dryWet(() => server.locale({ locale: "mt_MT.UTF-8" }));
    ok((await sh("locale -a")).includes("mt_MT.utf8"));
    strictEqual(await sh("grep 'mt_MT.UTF-8' /etc/locale.gen"), "mt_MT.UTF-8 UTF-8\n");
    await dryWet(() => server.locale({ locale: "mt_MT.UTF-8", present: false }));
    ok(!(await sh("locale -a")).includes("mt_MT"));
    match(failureOf(await run(() => server.locale({ locale: "xx_XX.UTF-8" }))).message, /Cannot find the locale xx_XX/);
  });

  await t.step("server.securityLimit sets a limit, and changes its value in place", async () => {
    await dryWet(() => server.securityLimit({ domain: "*", limitType: "soft", item: "nofile", value: 4096 }));
    await dryWet(() => server.securityLimit({ domain: "@herd", limitType: "-", item: "nproc", value: "unlimited" }));
    await dryWet(() => server.securityLimit({ domain: "*", limitType: "soft", item: "nofile", value: 8192 }));
    const [first, second, ...others] = (await sh("grep -v '^#' /etc/security/limits.conf | grep .")).trim().split("\n");
    deepStrictEqual([first, second, others], ["*\tsoft\tnofile\t8192", "@herd\t-\tnproc\tunlimited", []]);
  });

  await t.step("server.sysctl sets what the host's own name space has, and keeps it in a file", async () => {
    await dryWet(() => server.sysctl({ key: "kernel.domainname", value: "herd.example", persist: true }));
    strictEqual(await sh("cat /proc/sys/kernel/domainname"), "herd.example\n");
    strictEqual(await sh("grep ^kernel.domainname /etc/sysctl.conf"), "kernel.domainname = herd.example\n");
    const persistFile = "/etc/sysctl.d/50 herd.conf";
    await dryWet(() => server.sysctl({ key: "kernel.domainname", value: "other", persist: true, persistFile }));
    strictEqual(await sh(`cat '${persistFile}'`), "kernel.domainname = other\n");
    await dryWet(() => server.sysctl({ key: "kernel.domainname", value: "third", persist: true, persistFile }));
    strictEqual(await sh(`cat '${persistFile}'`), "kernel.domainname = third\n");
  });

  await t.step("server.mount mounts, adds options and unmounts", async () => {
    const path = "/mnt/a field";
    await sh(`mkdir -p '${path}'`);
    const mounted = () => sh(`findmnt -no FSTYPE,OPTIONS '${path}' || echo none`);
    await dryWet(() => server.mount({ path, device: "tmpfs", fsType: "tmpfs", options: ["size=1m", "nosuid"] }));
    match(await mounted(), /^tmpfs +rw,nosuid.*size=1024k/);
    await dryWet(() => server.mount({ path, options: ["ro", "noexec"] }));
    match(await mounted(), /^tmpfs +ro,.*noexec/);
    await dryWet(() => server.mount({ path, mounted: false }));
    strictEqual(await mounted(), "none\n");
    await sh(`echo 'tmpfs /mnt/from-fstab tmpfs noauto,size=2m 0 0' >>/etc/fstab; mkdir /mnt/from-fstab`);
    await dryWet(() => server.mount({ path: "/mnt/from-fstab" }));
    match(await sh("findmnt -no OPTIONS /mnt/from-fstab"), /size=2048k/);
  });

  await t.step("server.service starts, enables, restarts and stops a service", async () => {
    const told = await startService(bed);
    await dryWet(() => server.service({ service: "herd", enabled: true }));
    deepStrictEqual(await told(), ["start"]);
    match(await sh("echo /etc/rc?.d/S*herd"), /\/etc\/rc2\.d\/S\d\dherd/);
    await dryWet(() => server.service({ service: "herd", restarted: true, reloaded: true }), { always: true });
    deepStrictEqual((await told()).filter((word) => word.startsWith("re")), ["restart", "reload", "restart", "reload"]);
    await dryWet(() => server.service({ service: "herd", running: null, command: "greet" }), { always: true });
    deepStrictEqual(await told(), ["greet", "greet"]);
    await dryWet(() => server.service({ service: "herd", running: false, enabled: false }));
    deepStrictEqual(await told(), ["stop"]);
    strictEqual(await sh("ls /etc/rc?.d/S*herd 2>/dev/null || echo none"), "none\n");
    match(failureOf(await run(() => server.service({ service: "no-such" }))).message, /no-such/);
  });

  await t.step("server.kill ends a process, by each way to name a signal", async () => {
    for (const signal of ["TERM", "SIGHUP", "usr1", 9]) {
      await sh("setsid sleep 5151 >/dev/null 2>&1 & echo $! >/run/victim");
      const pid = Number(await sh("cat /run/victim"));
      await bed.apply(() => server.kill({ pid, signal }));
      strictEqual(await sh(`kill -0 ${pid} 2>/dev/null && ps -o stat= -p ${pid} | grep -v Z || echo gone`), "gone\n");
    }
    // The signal 0 only asks whether the process is there.
    await dryWet(() => server.kill({ pid: 1, signal: 0 }), { always: true });
    match(failureOf(await run(() => server.kill({ pid: 4194000, signal: "TERM" }))).message, /No such process/);
  });

  await t.step("server.wait goes on when something listens, with netstat and without", async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    for (const hidden of [false, true]) {
      if (hidden) await sh("mv /usr/bin/netstat /usr/bin/netstat.away");
      await dryWet(() => server.wait({ port }), { always: true });
    }
    const never = await run(() => server.wait({ port: 1, _timeout: 0.3 }));
    match(failureOf(never).message, /did not end within 0.3 s/);
    const begun = Promise.withResolvers<void>();
    using later = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const late = (later.addr as Deno.NetAddr).port;
    later.close();
    const waiting = bed.apply(() => server.wait({ port: late }), {
      onEvent: (event) => {
        if (event.type === "output" && event.text.includes(`waiting for port ${late}`)) begun.resolve();
      },
    });
    await begun.promise;
    using _again = Deno.listen({ hostname: "127.0.0.1", port: late });
    await waiting;
  });
});
