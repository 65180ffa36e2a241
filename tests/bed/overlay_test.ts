import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ssh } from "./client.ts";
import { bedTest, startOverlayHosts } from "./mod.ts";

bedTest("overlay hosts have their own users, files, names and processes", async () => {
  await using bed = await startOverlayHosts(2);
  const [first, second] = bed.hosts;
  const as = (user: string) => ({ user, keyFile: bed.keyFile });
  await ssh(first!, as("root"), "useradd alice && echo one >/etc/only-here && hostname renamed");
  match(await ssh(first!, as("root"), "id alice"), /alice/);
  await rejects(ssh(second!, as("root"), "id alice"), /no such user/);
  strictEqual(await Deno.readTextFile(first!.path("/etc/only-here")), "one\n");
  await rejects(Deno.stat(second!.path("/etc/only-here")), Deno.errors.NotFound);
  await rejects(Deno.stat("/etc/only-here"), Deno.errors.NotFound);
  deepStrictEqual([await first!.run(["hostname"]), await second!.run(["hostname"])], ["renamed\n", "host2\n"]);
  strictEqual(await second!.run(["cat", "/proc/1/comm"]), "sshd\n");
});

bedTest("overlay hosts have the users of the bed without this machine having them", async () => {
  await using bed = await startOverlayHosts(1);
  const [host] = bed.hosts;
  strictEqual(
    await ssh(host!, { user: "drover-sudo", keyFile: bed.keyFile }, "sudo -n id -un; pwd"),
    "root\n/home/drover-sudo\n",
  );
  strictEqual(await ssh(host!, { user: "drover-password", password: bed.password }, "id -un"), "drover-password\n");
  const withPassword = { user: "drover-sudo-password", keyFile: bed.keyFile, stdin: `${bed.password}\n` };
  strictEqual(await ssh(host!, withPassword, "sudo -S -p '' id -un"), "root\n");
  match(await ssh(host!, { user: "root", keyFile: bed.keyFile, pty: true }, "tty"), /\/dev\/pts\//);
});

bedTest("the hosts of a bed that was left behind by a crash are gone at the next start", async () => {
  const mod = fileURLToPath(new URL("mod.ts", import.meta.url));
  const code = `import { startOverlayHosts } from ${JSON.stringify(mod)};
    const bed = await startOverlayHosts(1);
    await bed.hosts[0].run(["sh", "-c", "setsid sleep 600 >/dev/null 2>&1 &"]);
    console.log(bed.folder, bed.hosts[0].port);
    Deno.kill(Deno.pid, "SIGKILL");`;
  const crashed = await new Deno.Command(Deno.execPath(), { args: ["eval", code], stderr: "inherit" }).output();
  strictEqual(crashed.signal, "SIGKILL");
  const [folder, port] = new TextDecoder().decode(crashed.stdout).trim().split(" ");
  (await Deno.connect({ hostname: "127.0.20.1", port: Number(port) })).close();
  await using _next = await startOverlayHosts(1);
  await rejects(Deno.stat(folder!), Deno.errors.NotFound);
  await rejects(Deno.connect({ hostname: "127.0.20.1", port: Number(port) }));
  ok(!(await Deno.readTextFile("/proc/self/mounts")).includes(folder!));
});
