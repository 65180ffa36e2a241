import type { OverlayHosts } from "../../tests/bed/mod.ts";
import type { Link } from "./links.ts";
import { type Contender, timed } from "./measure.ts";
import { GROUPS } from "./workload.ts";

/** Ansible with pipelining, where it is installed here; its modules need Python on the hosts, which are this machine. */
export async function ansible(folder: string, bed: OverlayHosts, links: readonly Link[]): Promise<Contender[]> {
  if (!await isInstalled()) return [];
  const [settings, playbook] = [`${folder}/ansible.cfg`, `${folder}/playbook.yml`];
  await Deno.writeTextFile(
    settings,
    "[defaults]\nhost_key_checking = False\nforks = 50\ngathering = explicit\n[ssh_connection]\npipelining = True\n" +
      `control_path_dir = ${folder}/control\n`,
  );
  await Deno.writeTextFile(playbook, JSON.stringify([{ hosts: "all", tasks: TASKS }]));
  const hosts = links.map(({ address, port }) => [address, { ansible_port: port }]);
  const vars = {
    ansible_user: "root",
    ansible_ssh_private_key_file: bed.keyFile,
    ansible_python_interpreter: "/usr/bin/python3",
  };
  await Deno.writeTextFile(`${folder}/hosts.yml`, JSON.stringify({ all: { vars, hosts: Object.fromEntries(hosts) } }));
  const argv = ["env", `ANSIBLE_CONFIG=${settings}`, "ansible-playbook", "-i", `${folder}/hosts.yml`, playbook];
  return [{ name: "Ansible", run: () => timed(argv), isSlow: links.length > 1 }];
}

async function isInstalled(): Promise<boolean> {
  try {
    const command = new Deno.Command("ansible-playbook", { args: ["--version"], stdout: "null", stderr: "null" });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

/** The workload as tasks. */
const TASKS = GROUPS.flatMap((name) => {
  const folder = `/srv/${name}`;
  return [
    { file: { path: folder, state: "directory", mode: "0750" } },
    { copy: { content: `${name}\n`, dest: `${folder}/file`, mode: "0640" } },
    { lineinfile: { path: `${folder}/lines`, line: `line ${name}`, create: true } },
    { file: { path: `${folder}/link`, src: `${folder}/file`, state: "link" } },
  ];
});
