/** What the examples take for granted, as stand-ins on the hosts of the bed. @module */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OverlayHost, OverlayHosts } from "../bed/mod.ts";
import { connectionData, installProgram } from "./herd_bed.ts";
import { makeGitRepository, makeRepository } from "./herd_packages.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);

/** The hosts of the examples' inventory that the bed has. */
export const NAMES = [1, 2, 3].map((number) => `web${number}.example.net`).concat("lb1.example.net", "lb2.example.net");

/** Writes an ssh config by which the names of the examples lead to the hosts of the bed. */
export async function writeSshConfig(path: string, bed: OverlayHosts): Promise<void> {
  const sections = Object.entries(await connectionData(bed, { names: NAMES })).map(([name, data]) =>
    [
      `Host ${name}`,
      `  HostName ${data.ssh_hostname}`,
      `  Port ${data.ssh_port}`,
      `  IdentityFile ${data.ssh_key}`,
      `  UserKnownHostsFile ${data.ssh_known_hosts_file}`,
      "  StrictHostKeyChecking yes",
    ].join("\n")
  );
  await Deno.writeTextFile(path, `${sections.join("\n")}\n`);
}

/** Puts the stand-ins of programs of this machine into a folder, for PATH. */
export async function writePrograms(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  await Deno.copyFile(new URL("sops.sh", FIXTURES), join(folder, "sops"));
  await Deno.chmod(join(folder, "sops"), 0o755);
}

const NGINX = {
  "usr/sbin/nginx":
    "#!/bin/sh\n# Takes a configuration whose braces match, as the real one does among other things.\ncat /etc/nginx/nginx.conf " +
    '/etc/nginx/conf.d/*.conf | tr -cd "{}" | awk \'{ exit gsub("{", "") != gsub("}", "") }\'\n',
  "lib/systemd/system/nginx.service": "[Service]\nExecStart=/usr/sbin/nginx\n",
  "etc/nginx/nginx.conf": "# of the package\n",
};

/** Makes a host as the examples expect it: the user `ops` with sudo, a source with nginx, systemctl, an old shop. */
export async function prepareHost(host: OverlayHost, bed: OverlayHosts, origin: string): Promise<void> {
  const publicKey = (await Deno.readTextFile(`${bed.keyFile}.pub`)).trim();
  await host.run(["useradd", "--create-home", "--shell", "/bin/sh", "--password", "*", "ops"]);
  await Deno.writeTextFile(host.path("/etc/sudoers.d/ops"), "ops ALL=(ALL:ALL) NOPASSWD: ALL\n", { mode: 0o440 });
  await Deno.writeTextFile(host.path("/etc/drover-bed/authorized_keys/ops"), `${publicKey}\n`);
  await installProgram(host, new URL("systemctl.sh", FIXTURES), "systemctl");
  await host.run(["sh", "-c", "rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*"]);
  await Deno.mkdir(host.path("/srv/packages"), { recursive: true });
  await makeRepository(host.path("/srv/packages"), [{ name: "nginx", files: NGINX }]);
  await Deno.writeTextFile(host.path("/etc/apt/sources.list"), "deb [trusted=yes] file:/srv/packages ./\n");
  await installProgram(host, new URL("lbctl.sh", FIXTURES), "lbctl");
  await Deno.mkdir(host.path("/srv/shop/bin"), { recursive: true });
  await Deno.writeTextFile(host.path("/srv/shop/bin/rollback"), "#!/bin/sh\necho rolled back >>/srv/rollbacks\n", {
    mode: 0o755,
  });
  await Deno.writeTextFile(host.path("/etc/systemd/system/shop.service"), "[Service]\nExecStart=/srv/shop/bin/run\n");
  await host.run(["git", "config", "--system", `url.${origin}/.insteadOf`, "https://git.example.net/"]);
}

/** Makes the repository of the shop in a folder, with a version. */
export async function makeShop(folder: string): Promise<void> {
  await makeGitRepository(join(folder, "shop.git"), {
    "bin/migrate": "#!/bin/sh\necho migrated >>/srv/migrations\n",
  }, ["v2.0"]);
}

/** The examples' folder. */
export const EXAMPLES = fileURLToPath(new URL("../../examples", import.meta.url));
