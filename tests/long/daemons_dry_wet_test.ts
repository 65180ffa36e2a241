/** Operations of firewalls, supervisors of services and gpg, on a host with Debian's own. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { gpg, iptables, runit, supervisorctl, sysvinit, ufw } from "../../src/modules/mod.ts";
import { debianTest } from "../integration/debian_packages.ts";
import { failureOf, type ServerBed } from "../integration/server_bed.ts";

const FIREWALLS = ["iptables", "iptables-save", "ip6tables", "ip6tables-save", "ufw"];

/** Gives the programs of firewalls a network of their own: the host shares that of this machine. */
async function isolateNetwork({ sh }: ServerBed): Promise<{ PATH: string }> {
  await sh(`set -e
    mkdir /srv/net
    unshare -n sh -c 'echo $$ >/run/net.pid; exec sleep 3600' >/dev/null 2>&1 </dev/null &
    until test -s /run/net.pid; do sleep 0.1; done
    for program in ${FIREWALLS.join(" ")}; do
      printf '#!/bin/sh\\nexec nsenter -t %s -n /usr/sbin/%s "$@"\\n' "$(cat /run/net.pid)" $program >/srv/net/$program
      chmod +x /srv/net/$program
    done`);
  return { PATH: "/srv/net:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
}

await debianTest("firewalls and supervisors of Debian", ["ufw", "runit", "supervisor"], async (t, bed) => {
  const { run, sh } = bed;
  const globals = { _env: await isolateNetwork(bed) };
  const dryWet = (script: () => unknown, always = false) => bed.dryWet(script, { globals, always });

  await t.step("iptables.chain makes a chain, sets a policy and removes it", async () => {
    await dryWet(() => iptables.chain({ chain: "HERD" }));
    await dryWet(() => iptables.chain({ chain: "FORWARD", policy: "DROP" }));
    await dryWet(() => iptables.chain({ chain: "OUTPUT", policy: "DROP", version: 6, table: "mangle" }));
    await dryWet(() => iptables.chain({ chain: "HERD", present: false }));
  });

  await t.step("iptables.rule knows its rules again as iptables prints them", async () => {
    const rules: Parameters<typeof iptables.rule>[0][] = [
      { chain: "INPUT", jump: "ACCEPT", protocol: "TCP", source: "10.0.0.1", destinationPort: 22 },
      { chain: "INPUT", jump: "REJECT", notSource: "10.0.0.0/8", inInterface: "eth0", append: false },
      { chain: "INPUT", jump: "ACCEPT", extras: "-m state --state ESTABLISHED,RELATED" },
      { chain: "INPUT", jump: "LOG", logPrefix: 'it\'s a "drop": ', protocol: "icmp" },
      {
        chain: "INPUT",
        jump: "ACCEPT",
        protocol: "udp",
        sourcePort: "1000:2000",
        extras: ["-m", "comment", "--comment", "a b"],
      },
      { chain: "POSTROUTING", jump: "SNAT", table: "nat", outInterface: "eth0", toSource: "192.0.2.1" },
      {
        chain: "PREROUTING",
        jump: "DNAT",
        table: "nat",
        toDestination: "10.0.0.2:80",
        protocol: "tcp",
        destinationPort: 8080,
      },
      { chain: "PREROUTING", jump: "REDIRECT", table: "nat", toPorts: 81, protocol: "tcp" },
      { chain: "INPUT", jump: "REJECT", version: 6, source: "2001:DB8::1", protocol: "icmpv6" },
      { chain: "OUTPUT", jump: "DROP", destination: "0.0.0.0/0" },
    ];
    await dryWet(() => rules.forEach((rule) => void iptables.rule(rule)));
    match((await sh("/srv/net/iptables-save")).split("\n").find((line) => line.startsWith("-A INPUT"))!, /REJECT/);
    await dryWet(() => rules.forEach((rule) => void iptables.rule({ ...rule, present: false })));
    ok(!/^-A/m.test(await sh("/srv/net/iptables-save; /srv/net/ip6tables-save")));
  });

  await t.step("ufw has rules before it is active, and keeps them", async () => {
    const rules: Parameters<typeof ufw.rule>[0][] = [
      { action: "allow", port: 22, proto: "tcp", comment: "it is # ssh" },
      { action: "limit", port: "8000:8010", proto: "tcp", fromIp: "10.0.0.0/8", interface: "lo" },
      { action: "deny", direction: "out", toIp: "192.0.2.1", log: "log-all" },
      { action: "allow", fromIp: "2001:DB8::/32", log: true },
      { action: "allow", app: "Herd Dog", fromIp: "10.0.0.1/32" },
    ];
    await sh("printf '[Herd Dog]\\ntitle=a\\ndescription=b\\nports=99/tcp\\n' >/etc/ufw/applications.d/herd");
    await dryWet(() => rules.slice(0, 3).forEach((rule) => void ufw.rule(rule)));
    await dryWet(() => ufw.service());
    await dryWet(() => {
      rules.slice(3).forEach((rule) => void ufw.rule(rule));
      ufw.rule({ ...rules[0]!, comment: "another" });
      ufw.default({ policy: "reject" });
      ufw.default({ policy: "deny", direction: "outgoing" });
      ufw.logging({ level: "full" });
    });
    await dryWet(() => rules.forEach((rule) => void ufw.rule({ ...rule, present: false })));
    match(await sh("/srv/net/ufw show added"), /\(None\)/);
    await dryWet(() => ufw.service({ enabled: false }));
  });

  await t.step("runit supervises a service, which runs or not, and starts by itself or not", async () => {
    const folders = { svdir: "/srv/service" };
    await sh(`set -e; mkdir -p /srv/service
      for name in herd dog; do
        mkdir -p /etc/sv/$name
        printf '#!/bin/sh\\nexec sleep 3600\\n' >/etc/sv/$name/run
        chmod +x /etc/sv/$name/run
      done
      runsvdir /srv/service >/dev/null 2>&1 </dev/null &`);
    const status = async (name: string) => (await sh(`SVDIR=/srv/service sv status ${name} || :`)).split(":")[0];
    await dryWet(() => {
      runit.service({ ...folders, service: "herd", running: false });
      runit.service({ ...folders, service: "dog", enabled: false });
    });
    deepStrictEqual([await status("herd"), await status("dog")], ["down", "run"]);
    await sh("! test -e /etc/sv/herd/down");
    await dryWet(() => runit.service({ ...folders, service: "herd" }));
    strictEqual(await status("herd"), "run");
    await dryWet(() => runit.service({ ...folders, service: "herd", restarted: true }), true);
    await dryWet(() => runit.service({ ...folders, service: "herd", enabled: false }));
    await dryWet(() => runit.auto({ service: "herd" }));
    await dryWet(() => runit.waitRunsv({ ...folders, service: "herd" }), true);
    await sh("test -e /etc/sv/dog/down && ! test -e /etc/sv/herd/down");
    await dryWet(() => runit.manage({ ...folders, service: "dog", managed: false }));
    await dryWet(() => runit.service({ ...folders, service: "herd", managed: false }));
    const failure = failureOf(await run(() => runit.waitRunsv({ ...folders, service: "none", timeout: 1 })));
    match(failure.message, /The supervisor of none does not answer/);
  });

  await t.step("supervisord runs its processes or not", async () => {
    await sh(`set -e
      printf '[program:herd]\\ncommand=/bin/sleep 3600\\nautostart=false\\nstartsecs=0\\n' >/etc/supervisor/conf.d/herd.conf
      supervisorctl pid >/dev/null 2>&1 || supervisord -c /etc/supervisor/supervisord.conf </dev/null >/dev/null 2>&1
      until supervisorctl pid | grep -qx '[0-9]*'; do sleep 0.1; done`);
    await dryWet(() => {
      supervisorctl.reread();
      supervisorctl.update();
    }, true);
    await dryWet(() => supervisorctl.process({ process: "herd" }));
    await dryWet(() => supervisorctl.process({ process: "herd", restarted: true }), true);
    await dryWet(() => {
      supervisorctl.signal({ signal: "CONT", process: "herd" });
      supervisorctl.clear({ process: "herd" });
    }, true);
    await dryWet(() => supervisorctl.process({ process: "herd", running: false }));
    await dryWet(() => {
      supervisorctl.remove({ name: "herd" });
      supervisorctl.add({ name: "herd" });
    }, true);
    match(failureOf(await run(() => supervisorctl.process({ process: "none" }))).message, /no such process/);
    await bed.apply(() => supervisorctl.reload(), { globals });
  });

  await t.step("sysvinit.enable makes the links of a service", async () => {
    await sh("printf '#!/bin/sh\\n' >/etc/init.d/herd; chmod +x /etc/init.d/herd");
    await dryWet(() => sysvinit.enable({ service: "herd", startPriority: 5, startLevels: [2, 3], stopLevels: [0] }));
    const links = (await sh("ls -d /etc/rc?.d/???herd")).trim().split("\n");
    deepStrictEqual(links, ["/etc/rc0.d/K80herd", "/etc/rc2.d/S05herd", "/etc/rc3.d/S05herd"]);
  });

  await t.step("gpg.key and gpg.dearmor make keyrings, and take keys out of them", async () => {
    const fingerprint = async (name: string) => {
      const made = `gpg --batch --passphrase '' --quick-gen-key ${name} ed25519 sign never`;
      await sh(
        `export GNUPGHOME=/srv/keys; mkdir -p -m 700 $GNUPGHOME; ${made} 2>/dev/null; gpg --armor --export ${name} >/srv/${name}.asc`,
      );
      return (await sh(`GNUPGHOME=/srv/keys gpg --with-colons --list-keys ${name} | grep ^fpr`)).split(":")[9]!;
    };
    const [one, two] = [await fingerprint("one"), await fingerprint("two")];
    await sh("cat /srv/one.asc /srv/two.asc >/srv/both.asc; gpgconf --homedir /srv/keys --kill all");
    await dryWet(() => gpg.dearmor({ src: "/srv/one.asc", dest: "/srv/it's one.gpg", mode: "0640" }));
    strictEqual(await sh(`stat -c %a "/srv/it's one.gpg"`), "640\n");
    await dryWet(() => gpg.key({ src: "/srv/both.asc", dest: "/srv/rings/both.gpg" }));
    await dryWet(() => gpg.key({ src: "/srv/one.asc", dest: "/srv/rings/one.asc", dearmor: false, mode: "600" }));
    await dryWet(() => gpg.key({ src: "/srv/one.asc", dest: "/srv/rings/one.asc", dearmor: false }));
    match(await sh("cat /srv/rings/one.asc"), /BEGIN PGP/);
    await dryWet(() => gpg.key({ keyid: two, workingDirs: "/srv/rings", present: false }));
    await dryWet(() => gpg.key({ keyid: one, workingDirs: "/srv/rings", present: false }));
    strictEqual(await sh("ls /srv/rings | grep -v '~$' || :"), "");
    await dryWet(() => gpg.key({ dest: "/srv/it's one.gpg", present: false }));
    match(failureOf(await run(() => gpg.key({ src: "/srv/one.asc" }))).message, /without `dest`/);
  });
});
