/** Facts of a Debian in a folder: what its own files and programs say, and nothing of the machine around it. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { debianRoot } from "../bed/debian_root.ts";
import { run } from "../bed/mod.ts";
import { testFor } from "../bed/skip.ts";
import { type Project, startProject } from "../cli/program.ts";

const debian = await debianRoot();

const REPOSITORIES = {
  "etc/yum.repos.d/own.repo": "[own]\nname=Own one\nbaseurl=file:///x\n[off]\nname=Off\nbaseurl=file:///y\nenabled=0\n",
  "etc/zypp/repos.d/own.repo": "[z-own]\nname=Z it's\nbaseurl=file:///z\n",
};

/** A root that forgets what was changed, with what the machine's kernel tells. */
interface Root extends AsyncDisposable {
  readonly folder: string;
  /** What a shell command prints there. */
  sh(text: string): Promise<string>;
  /** The lines of a file there. */
  lines(path: string): Promise<string[]>;
  names(path: string): Promise<string[]>;
}

const MOUNT = `set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mount -t sysfs sysfs "$1/root/sys"`;

async function startRoot(): Promise<Root> {
  const folder = await Deno.makeTempDir({ prefix: "drover-root-" });
  const root = join(folder, "root");
  await run(["sh", "-c", MOUNT, "sh", folder, debian.root]);
  return {
    folder: root,
    sh: (text) => run(["chroot", root, "sh", "-c", text], { env: { LC_ALL: "C" } }),
    lines: async (path) => (await Deno.readTextFile(join(root, path))).trimEnd().split("\n"),
    names: async (path) => (await Array.fromAsync(Deno.readDir(join(root, path)), ({ name }) => name)).sort(),
    async [Symbol.asyncDispose]() {
      await run(["sh", "-c", 'umount -l "$1/root/sys" "$1/root/proc" "$1/root" "$1"', "sh", folder]);
      await Deno.remove(folder);
    },
  };
}

/** What `fact` prints of one host, by the words that were typed. */
async function read(project: Project, root: Root, ...words: string[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await project.drover([`@chroot${root.folder}`, "fact", ...words]);
  strictEqual(code, 0, stderr);
  return Object.values(JSON.parse(stdout) as Record<string, Record<string, unknown>>).map((hosts) =>
    Object.values(hosts)[0]
  );
}

Deno.test(testFor(
  "facts of a Debian in a folder are its own",
  async (t) => {
    await using project = await startProject();
    await using root = await startRoot();
    await t.step("facts all reads every one, and those without a program give their default", async () => {
      for (const [path, text] of Object.entries(REPOSITORIES)) {
        await Deno.mkdir(join(root.folder, path, ".."), { recursive: true });
        await Deno.writeTextFile(join(root.folder, path), text);
      }
      const { stdout, stderr } = await project.drover([`@chroot${root.folder}`, "facts", "all"]);
      ok(stdout, stderr);
      const [{ facts, errors }] = Object.values(JSON.parse(stdout)) as [Record<string, Record<string, unknown>>];
      // Nothing runs there that these could ask, and Void's folder of services is not Debian's.
      const asked = ["runit.RunitManaged", "runit.RunitStatus", "supervisorctl.SupervisorctlPids"];
      deepStrictEqual(Object.keys(errors!), [...asked, "supervisorctl.SupervisorctlStatus"]);
      await isItsOwn(root, facts!);
    });
    await t.step("repositories are those that dnf and zypper list", () => repositories(project, root));
    await t.step("services of runit are as their supervisors say", () => runit(project, root));
    await t.step("processes of supervisord are those that it has started", () => supervisor(project, root));
    await t.step("rpm has the package that was installed", () => rpm(project, root));
  },
  debian,
  false,
));

async function isItsOwn(root: Root, facts: Record<string, unknown>): Promise<void> {
  for (const program of ["ps", "ip", "ifconfig", "ss", "netstat", "sysctl"]) {
    strictEqual(await root.sh(`command -v ${program} || true`), "", program);
  }
  deepStrictEqual([facts["server.Processes"], facts["server.Ports"], facts["server.Sysctl"]], [{}, [], {}]);
  for (const fact of ["NetworkDevices", "Ipv4Addrs", "Ipv6Addrs"]) deepStrictEqual(facts[`hardware.${fact}`], {}, fact);

  const status = (await Deno.readTextFile(join(root.folder, "var/lib/dpkg/status"))).split("\n\n")
    .filter((package_) => package_.includes("Status: install ok installed"));
  const field = (text: string, name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text)![1]!;
  ok(status.length > 80);
  deepStrictEqual(
    facts["deb.DebPackages"],
    Object.fromEntries(status.map((one) => [field(one, "Package"), [field(one, "Version")]]).sort()),
  );
  const groups = (await root.lines("etc/group")).map((line) => line.split(":")[0]);
  deepStrictEqual(facts["server.Groups"], groups);
  const release = (await root.lines("etc/os-release")).find((line) => line.startsWith("PRETTY_NAME="));
  strictEqual(`PRETTY_NAME="${(facts["server.OsRelease"] as { prettyName: string }).prettyName}"`, release);
  const services = (await root.sh("cd /etc/init.d && grep -l 'BEGIN INIT INFO' *")).trimEnd().split("\n");
  deepStrictEqual(Object.keys(facts["sysvinit.InitdStatus"] as object).sort(), services);
  const enabled = Object.entries(facts["openrc.OpenrcEnabled"] as object).flatMap(([name, is]) => is ? name : []);
  deepStrictEqual(enabled.sort(), await root.names("etc/runlevels/default"));
  ok(Object.keys(facts["openrc.OpenrcStatus"] as object).length > 0);
  const gems = (await root.sh("gem list --local --no-versions")).split("\n").filter((line) => /^[\w.-]+$/.test(line));
  ok(gems.length > 10);
  deepStrictEqual(Object.keys(facts["gem.GemPackages"] as object).sort(), gems.sort());
  ok((await root.lines("etc/ufw/ufw.conf")).includes("ENABLED=no"));
  deepStrictEqual(facts["ufw.UfwStatus"], { status: "inactive" });
  deepStrictEqual([facts["npm.NpmPackages"], facts["docker.DockerVersion"]], [{}, null]);
}

async function repositories(project: Project, root: Root): Promise<void> {
  type Repositories = readonly { readonly repoid: string; readonly name: string }[];
  const [dnf, zypper] = await read(project, root, "dnf.DnfRepositories", "zypper.ZypperRepositories") as Repositories[];
  const listed = (await root.sh("dnf repolist --all --quiet")).trim().split("\n").slice(1).map((line) =>
    line.split(/ {2,}/).slice(0, 2)
  );
  deepStrictEqual(dnf!.map(({ repoid, name }) => [repoid, name]).sort(), listed.sort());
  const table = (await root.sh("zypper --non-interactive --no-refresh repos")).split("\n").filter((line) =>
    /^\s*\d+ \|/.test(line)
  ).map((line) => line.split("|").slice(1, 3).map((cell) => cell.trim()));
  deepStrictEqual(zypper!.map(({ repoid, name }) => [repoid, name]), table);
}

/** Runs a program there while something is looked at. */
async function during(root: Root, words: readonly string[], ready: string, body: () => Promise<void>): Promise<void> {
  const child = new Deno.Command("chroot", {
    args: [root.folder, ...words],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    await root.sh(`i=0; until ${ready}; do i=$((i + 1)); test $i -lt 200 || exit 1; sleep 0.05; done`);
    await body();
  } finally {
    child.kill("SIGTERM");
    await child.status;
  }
}

async function runit(project: Project, root: Root): Promise<void> {
  const service = async (name: string) => {
    await Deno.mkdir(join(root.folder, "srv/sv", name), { recursive: true });
    const script = "#!/bin/sh\nexec sleep 1000\n";
    await Deno.writeTextFile(join(root.folder, "srv/sv", name, "run"), script, { mode: 0o755 });
  };
  await service("runs");
  await service("it's not");
  await during(root, ["runsv", "/srv/sv/runs"], "test -s /srv/sv/runs/supervise/pid", async () => {
    const [status, one, managed] = await read(
      project,
      root,
      ...["runit.RunitStatus", "svdir=/srv/sv", "runit.RunitStatus", "svdir=/srv/sv", "service=runs"],
      ...["runit.RunitManaged", "svdir=/srv/sv"],
    );
    deepStrictEqual(status, { runs: true, "it's not": null });
    deepStrictEqual(one, { runs: true });
    deepStrictEqual(managed, ["it's not", "runs"]);
  });
}

const SUPERVISORD = `[supervisord]
logfile=/dev/null
logfile_maxbytes=0
pidfile=/run/supervisord.pid
[unix_http_server]
file=/run/own.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix:///run/own.sock
[program:web]
command=sh -c 'echo $$ >/run/web.pid; exec sleep 1000'
startsecs=0
[program:off]
command=sleep 1000
autostart=false
`;

async function supervisor(project: Project, root: Root): Promise<void> {
  await Deno.writeTextFile(join(root.folder, "etc/own.conf"), SUPERVISORD);
  const daemon = ["supervisord", "--nodaemon", "--configuration", "/etc/own.conf"];
  await during(root, daemon, "test -S /run/own.sock && test -s /run/web.pid", async () => {
    const from = "configFile=/etc/own.conf";
    const [states, all, own, web, none] = await read(
      project,
      root,
      ...["supervisorctl.SupervisorctlStatus", from, "supervisorctl.SupervisorctlPids", from],
      ...["supervisorctl.SupervisorctlPid", from, "supervisorctl.SupervisorctlPid", "process=web", from],
      ...["supervisorctl.SupervisorctlPid", "process=none", from],
    ) as [Record<string, { state: string; pid?: number }>, number[], number, number, null];
    const [pid] = (await root.lines("run/web.pid")).map(Number);
    deepStrictEqual([states.web!.state, states.web!.pid, states.off!.state], ["RUNNING", pid, "STOPPED"]);
    deepStrictEqual([web, none, own], [pid, null, Number((await root.lines("run/supervisord.pid"))[0])]);
    deepStrictEqual(all.sort(), [0, pid]);
  });
}

const SPEC = `Name: drover-demo
Version: 1.2
Release: 3
Summary: demo
License: MIT
BuildArch: noarch
Provides: virtual(demo) = 4
%description
demo
%files
`;

async function rpm(project: Project, root: Root): Promise<void> {
  await Deno.writeTextFile(join(root.folder, "srv/demo.spec"), SPEC);
  await root.sh("rpmbuild -bb --quiet --define '_topdir /srv/rpm' /srv/demo.spec");
  // Debian's rpm keeps its database in the user's home.
  await root.sh(`HOME='${project.folder}' rpm --install --nodeps /srv/rpm/RPMS/noarch/*.rpm 2>&1`);
  const file = "/srv/rpm/RPMS/noarch/drover-demo-1.2-3.noarch.rpm";
  const demo = { name: "drover-demo", version: "1.2-3" };
  deepStrictEqual(
    await read(
      project,
      root,
      ...["rpm.RpmPackages", "rpm.RpmPackage", "package=drover-demo", "rpm.RpmPackage", `package=${file}`],
      ...["rpm.RpmPackage", "package=none"],
    ),
    [{ "drover-demo": ["1.2-3"] }, demo, demo, null],
  );
}
