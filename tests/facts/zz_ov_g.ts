import { startOverlayHosts } from "../bed/mod.ts";
await using bed = await startOverlayHosts(1);
const h = bed.hosts[0]!;
console.log(await h.run(["sh","-c","apt-get update -q 2>&1 | tail -1; date +%s; DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-unsafe-io nginx-light supervisor runit s6 ufw openrc rpm pacman-package-manager lvm2 cron 2>&1 | tail -3; date +%s"]));
console.log(await h.run(["sh","-c","date +%s; DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-unsafe-io dnf zypper ruby pipx policycoreutils selinux-utils semanage-utils flatpak caddy nix-bin efibootmgr lxc firewalld 2>&1 | tail -3; date +%s"]));
console.log(h.address, h.port, bed.keyFile);
await Deno.writeTextFile("/tmp/g_bed.json", JSON.stringify({address:h.address,port:h.port,key:bed.keyFile,root:h.path("/")}));
while (!(await Deno.stat("/tmp/g_bed.stop").catch(()=>0))) await new Promise(r=>setTimeout(r,1000));
