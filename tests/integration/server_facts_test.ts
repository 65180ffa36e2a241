import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import * as hardware from "../../src/modules/hardware/facts.ts";
import * as server from "../../src/modules/server/facts.ts";
import { bedTest } from "../bed/skip.ts";
import { readFact, type TestShell, testShells } from "./fact_runner.ts";

const ignore = Deno.build.os !== "linux";

/** Runs a test once in each shell of this machine. */
function inEachShell(name: string, body: (shell: TestShell, folder: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore,
    fn: (context) =>
      inFolder(async (folder) => {
        const tools = join(folder, "tools");
        await Deno.mkdir(tools);
        for (const shell of await testShells(tools)) {
          await context.step(shell.name, () => body(shell, folder));
        }
      }),
  });
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "drover facts " });
  await body(folder).finally(() => Deno.remove(folder, { recursive: true }));
}

async function readTable(path: string, separator: string | RegExp = ":"): Promise<string[][]> {
  const lines = (await Deno.readTextFile(path)).split("\n").filter((line) => line !== "");
  return lines.map((line) => line.split(separator));
}

/** The lines of a system table that are there before and after something is read, with what was read. */
async function steady<T>(
  path: string,
  separator: string,
  read: () => Promise<T>,
): Promise<[rows: string[][], found: T]> {
  const before = await readTable(path, separator);
  const found = await read();
  const after = new Set((await readTable(path, separator)).map((row) => row.join(separator)));
  return [before.filter((row) => after.has(row.join(separator))), found];
}

inEachShell("facts of the kernel are what Deno knows", async (shell) => {
  deepStrictEqual(await readFact(shell, server.Kernel), "Linux");
  deepStrictEqual(await readFact(shell, server.KernelVersion), Deno.osRelease());
  deepStrictEqual(await readFact(shell, server.Arch), Deno.build.arch);
  deepStrictEqual(await readFact(shell, server.Hostname), Deno.hostname());
  ok(Math.abs(await readFact(shell, server.Uptime) - Deno.osUptime()) <= 5);
  const settings = await readFact(shell, server.Sysctl);
  deepStrictEqual(settings["kernel.ostype"], "Linux");
  deepStrictEqual(
    await readFact(shell, server.Sysctl, { keys: ["kernel.no_such_key", "kernel.pid_max", "kernel.ostype"] }),
    { "kernel.pid_max": settings["kernel.pid_max"], "kernel.ostype": "Linux" },
  );
  const loaded = await readTable("/proc/modules", " ").catch(() => []);
  deepStrictEqual(Object.keys(await readFact(shell, server.KernelModules)).sort(), loaded.map(([name]) => name).sort());
});

inEachShell("facts of accounts are those of the user database", async (shell) => {
  const [groups, [entries, users]] = await steady(
    "/etc/group",
    ":",
    () => steady("/etc/passwd", ":", () => readFact(shell, server.Users)),
  );
  ok(entries.length > 0 && groups.length > 0);
  deepStrictEqual(
    entries.map((
      [name],
    ) => [users[name!]?.uid, users[name!]?.gid, users[name!]?.home ?? "", users[name!]?.shell ?? ""]),
    entries.map(([, , uid, gid, , home, login]) => [Number(uid), Number(gid), home, login]),
  );
  for (const [name, , , members] of groups) {
    for (const member of members!.split(",").filter((one) => one in users && users[one]!.group !== name)) {
      ok(users[member]!.groups.includes(name!), `${member} in ${name}`);
    }
  }
  const [named, names] = await steady("/etc/group", ":", () => readFact(shell, server.Groups));
  ok(named.length > 0 && named.every(([name]) => names.includes(name!)));
  const own = entries.find(([, , uid]) => Number(uid) === Deno.uid());
  deepStrictEqual(await readFact(shell, server.User), own?.[0]);
  deepStrictEqual(await readFact(shell, server.Home, { user: "root" }), users.root?.home);
  deepStrictEqual(await readFact(shell, server.Home, { user: "no such user" }), null);
  deepStrictEqual(await readFact(shell, server.Home, { user: "no-such-user" }), null);
  deepStrictEqual(await readFact(shell, server.AuthorizedKeys, { user: "it's no user" }), []);
});

inEachShell("facts of commands take any name", async (shell, folder) => {
  const name = `it's "a" $(tool) \\ ü`;
  await Deno.writeTextFile(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
  await Deno.writeTextFile(join(folder, "plain file"), "ssh-ed25519 AAAA\n", { mode: 0o644 });
  const within = { ...shell, path: `${shell.path}:${folder}` };
  deepStrictEqual(await readFact(within, server.Which, { command: name }), join(folder, name));
  deepStrictEqual(await readFact(within, server.Which, { command: join(folder, name) }), join(folder, name));
  deepStrictEqual(await readFact(within, server.Which, { command: "plain file" }), null);
  deepStrictEqual(await readFact(within, server.Path), within.path);
  deepStrictEqual(await readFact(shell, server.Command, { command: "printf 'a\\n\\nb\\n'" }), "a\n\nb");
  deepStrictEqual(await readFact(shell, server.Succeeds, { command: "exit 3" }), false);
  deepStrictEqual(await readFact(shell, server.Succeeds, { command: "echo 'unfinished" }), false);
  deepStrictEqual(await readFact(shell, server.Succeeds, { command: "test 1 = 1" }), true);
  deepStrictEqual(await readFact(shell, server.AuthorizedKeys, { user: "root", path: join(folder, "plain file") }), [
    "ssh-ed25519 AAAA",
  ]);
  const temporary = await readFact(shell, server.TmpDir);
  ok(temporary !== null && (await Deno.stat(temporary)).isDirectory);
});

inEachShell("facts of settings are those of the system's files", async (shell) => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const clock = (await readFact(shell, server.Date)).getTime();
  ok(before <= clock && clock <= Date.now());
  const zone = await Deno.readLink("/etc/localtime").catch(() => undefined);
  if (zone !== undefined) ok(zone.endsWith(`zoneinfo/${await readFact(shell, server.Timezone)}`));
  const locales = await readFact(shell, server.Locales);
  ok(locales.length === 0 || locales.includes("C"));
  ok(["enabled", "disabled", null].includes((await readFact(shell, server.Selinux)).mode));
  ok(Array.isArray(await readFact(shell, server.SecurityLimits)));
  deepStrictEqual(await readFact(shell, server.HasGui), (await readFact(shell, server.LinuxGui)).length > 0);
  const marks = await Promise.all(
    ["/run/reboot-required", "/run/reboot-needed"].map((path) => Deno.stat(path).catch(() => null)),
  );
  if (marks.some((mark) => mark !== null)) deepStrictEqual(await readFact(shell, server.RebootRequired), true);
  else deepStrictEqual(typeof await readFact(shell, server.RebootRequired), "boolean");
});

inEachShell("facts of the distribution are those of os-release", async (shell) => {
  const { id, name, major, family, releaseMeta } = await readFact(shell, server.LinuxDistribution);
  const release = await readFact(shell, server.OsRelease);
  deepStrictEqual([id, releaseMeta.PRETTY_NAME], [release.id, release.prettyName]);
  ok((await Deno.readTextFile("/etc/os-release")).includes(`PRETTY_NAME="${release.prettyName}"`));
  deepStrictEqual(await readFact(shell, server.LinuxName), name);
  if (id === "debian") deepStrictEqual([name, family, major], ["Debian", "debian", parseInt(release.versionId ?? "")]);
  const standard = await readFact(shell, server.LsbRelease);
  if (standard !== null) deepStrictEqual(standard.id?.toLowerCase(), id);
  deepStrictEqual(await readFact(shell, server.MacosVersion), null);
});

inEachShell("facts of mounts, processes and ports see those of this test", async (shell) => {
  const [rows, mounts] = await steady("/proc/self/mounts", " ", () => readFact(shell, server.Mounts));
  const paths = rows.map(([, path]) => path!).filter((path) => !path.includes("\\"));
  ok(paths.length > 0 && paths.every((path) => path in mounts));
  deepStrictEqual(mounts["/proc"]?.type, "proc");
  const { [Deno.pid]: own, ...others } = await readFact(shell, server.Processes);
  ok(own?.args.includes("test") && Object.keys(others).length > 0);
  deepStrictEqual(Object.keys(await readFact(shell, server.Processes, { pid: Deno.pid })), [String(Deno.pid)]);
  deepStrictEqual(await readFact(shell, server.Processes, { pid: 4194305 }), {});
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const found = (await readFact(shell, server.Ports)).find((one) => one.port === port);
  deepStrictEqual([found?.protocol, found?.address], ["tcp", "127.0.0.1"]);
  const [process, pid] = await readFact(shell, server.Port, { port });
  // A netstat without -p cannot tell.
  if (pid !== null) deepStrictEqual([process, pid], [own?.command, Deno.pid]);
  deepStrictEqual(await readFact(shell, server.Port, { port, protocol: "udp" }), [null, null]);
});

inEachShell("facts of the hardware are what Deno knows", async (shell) => {
  deepStrictEqual(await readFact(shell, hardware.Cpus), navigator.hardwareConcurrency);
  ok(Math.abs(await readFact(shell, hardware.Memory) - Deno.systemMemoryInfo().total / 2 ** 20) <= 1);
  const known = Deno.networkInterfaces().filter(({ family }) => family === "IPv4");
  const addresses = await readFact(shell, hardware.Ipv4Addrs);
  deepStrictEqual(
    known.map(({ name, address }) => [name, addresses[name]?.includes(address)]),
    known.map(({ name }) => [name, true]),
  );
  const known6 = Deno.networkInterfaces().filter(({ family }) => family === "IPv6");
  const addresses6 = await readFact(shell, hardware.Ipv6Addrs);
  deepStrictEqual(
    known6.map(({ name, address }) => [name, addresses6[name]?.includes(address)]),
    known6.map(({ name }) => [name, true]),
  );
  const first = await Promise.all(
    [hardware.Ipv4Addresses, hardware.Ipv6Addresses].map((fact) => readFact(shell, fact)),
  );
  deepStrictEqual(
    first,
    [addresses, addresses6].map((all) =>
      Object.fromEntries(Object.entries(all).map(([name, [address]]) => [name, address]))
    ),
  );
  const devices = await readFact(shell, hardware.NetworkDevices);
  for (const { name, netmask, address } of known) {
    const { ipv4 } = devices[name]!;
    const all = [ipv4!, ...ipv4!.additionalIps ?? []];
    deepStrictEqual(all.find((one) => one.address === address)?.netmask, netmask);
  }
  for (const device of Object.values(await readFact(shell, hardware.BlockDevices))) {
    ok(Number(device.used) <= Number(device.blocks) && device.mount.startsWith("/"));
  }
  const processor = await readFact(shell, hardware.CpuInfo);
  ok(Object.keys(processor).length === 0 || processor.Architecture === Deno.build.arch);
});

/**
 * Shell text that runs the rest of its arguments where the user database and the mounts are hostile. All of /etc is
 * replaced: a mount on one file of it vanishes when somebody else renames a new version over that file.
 */
const HOSTILE = `folder=$1; shift
mkdir -p "$folder/etc" && cp -RPp /etc/nsswitch.conf /etc/alternatives "$folder/etc" 2>/dev/null
for file in passwd group shadow; do cat /etc/$file "$folder/$file" >"$folder/etc/$file" || exit 1; done
mount --bind "$folder/etc" /etc || exit 1
mkdir "$folder/a on b type c" "$folder/new
line" && mount -t tmpfs "a b" "$folder/a on b type c" && mount -t tmpfs none "$folder/new
line" || exit 1
exec "$@"`;

bedTest("Users, Groups, Home and Mounts read hostile names", async (context) => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "passwd"),
      `o'brien:x:4001:4001:Müller | "x",,,:${folder}/o'b:/bin/sh\nlab\\ann:x:4002:49999::/home/a b:\n`,
    );
    await Deno.writeTextFile(
      join(folder, "group"),
      "domain users:x:4001:root\ndomain admins:x:4005:o'brien,lab\\ann\n",
    );
    await Deno.writeTextFile(join(folder, "shadow"), "o'brien:$6$a/b.c:1:::::\n");
    await Deno.mkdir(join(folder, "o'b", ".ssh"), { recursive: true });
    await Deno.writeTextFile(join(folder, "o'b", ".ssh", "authorized_keys"), "ssh-ed25519 AAAA\n");
    const tools = join(folder, "tools");
    await Deno.mkdir(tools);
    for (const shell of await testShells(tools)) {
      await context.step(shell.name, async () => {
        const apart = await Deno.makeTempDir({ dir: folder });
        for (const file of ["passwd", "group", "shadow"]) await Deno.copyFile(join(folder, file), join(apart, file));
        const read = async <T>(body: (shell: TestShell) => Promise<T>) =>
          await body({ ...shell, argv: ["unshare", "-m", "sh", "-c", HOSTILE, "sh", apart, ...shell.argv] })
            .finally(() => clean(apart));
        const users = await read((within) => readFact(within, server.Users));
        deepStrictEqual(users["o'brien"], {
          home: `${folder}/o'b`,
          comment: 'Müller | "x",,,',
          shell: "/bin/sh",
          group: "domain users",
          groups: ["domain admins"],
          uid: 4001,
          gid: 4001,
          lastlog: null,
          loginTime: null,
          password: "$6$a/b.c",
        });
        deepStrictEqual([users["lab\\ann"]?.group, users["lab\\ann"]?.shell], ["49999", null]);
        ok(users.root?.groups.includes("domain users"));
        deepStrictEqual((await read((within) => readFact(within, server.Groups))).slice(-2), [
          "domain users",
          "domain admins",
        ]);
        deepStrictEqual(await read((within) => readFact(within, server.Home, { user: "lab\\ann" })), "/home/a b");
        deepStrictEqual(await read((within) => readFact(within, server.AuthorizedKeys, { user: "o'brien" })), [
          "ssh-ed25519 AAAA",
        ]);
        const mounts = await read((within) => readFact(within, server.Mounts));
        deepStrictEqual(mounts[`${apart}/a on b type c`]?.device, "a b");
        deepStrictEqual(mounts[`${apart}/new\nline`]?.type, "tmpfs");
      });
    }
  });
});

/** Removes the mount points, which the end of the namespace has emptied. */
async function clean(folder: string): Promise<void> {
  for (const name of ["a on b type c", "new\nline"]) await Deno.remove(join(folder, name));
}
