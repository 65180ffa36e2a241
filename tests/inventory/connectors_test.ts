/** The connectors that give hosts, through the command line, with programs that print what the real ones do. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Project, startProject } from "../cli/program.ts";

const fixture = (name: string) => Deno.readTextFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));

/** A project whose programs are found before and, where `alone`, instead of those of the machine. */
async function withPrograms(programs: Record<string, string>, files: Record<string, string> = {}) {
  const project = await startProject({ "bin/keep": "", ...files });
  for (const [name, script] of Object.entries(programs)) {
    await Deno.writeTextFile(project.path(`bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return project;
}

async function inventory(project: Project, ...args: string[]) {
  const ended = await project.drover([...args, "debug-inventory", "--json"], { env: { PATH: project.path("bin") } });
  return { ...ended, hosts: ended.code === 0 ? JSON.parse(ended.stdout) : [] };
}

Deno.test("@terraform gives the hosts of an output of terraform, else of tofu", async () => {
  const output = await fixture("terraform_output.json");
  await using project = await withPrograms(
    { tofu: `[ "$*" = "output -json -no-color" ] && exec /bin/cat output.json` },
    { "output.json": output, "group_data/web.yml": "port: 8080" },
  );
  const { hosts } = await inventory(project, "@terraform/pyinfra_inventory", "--limit", "w2");
  deepStrictEqual(hosts, [
    { name: "w1", connector: "ssh", active: false, groups: ["@terraform", "web"], data: { port: 8080 } },
    { name: "w2", connector: "ssh", active: true, groups: ["@terraform", "web"], data: { port: 8080, sshPort: 2222 } },
  ]);
  deepStrictEqual((await inventory(project, "@terraform")).hosts.map(({ name }: { name: string }) => name), ["a"]);
  const secret = await inventory(project, "@terraform/secret");
  strictEqual(secret.code, 2);
  match(secret.stderr, /Terraform's secret is a string, expected a list of hosts/);
});

Deno.test("@terraform without terraform, and one that fails, say so with what to do", async () => {
  await using without = await withPrograms({});
  const { code, stderr } = await inventory(without, "@terraform");
  strictEqual(code, 2);
  match(stderr, /neither terraform nor tofu is installed here/);
  await using failing = await withPrograms({ terraform: "printf '\\033[31mError: Backend not found\\n' >&2; exit 1" });
  match(
    (await inventory(failing, "@terraform")).stderr,
    /"terraform output -json -no-color" failed with exit code 1:\nError: Backend not found/,
  );
});

const installed = await new Deno.Command("terraform", { args: ["version"], stdout: "null", stderr: "null" }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: "@terraform reads the state of the real one",
  ignore: !installed,
  async fn() {
    await using project = await startProject({
      "main.tf": `output "pyinfra_inventory" {\n  value = { web = ["w1", { name = "w2", ssh_port = 2222 }] }\n}\n`,
    });
    const apply = await new Deno.Command("terraform", {
      args: ["apply", "-auto-approve"],
      cwd: project.folder,
      env: { CHECKPOINT_DISABLE: "1" },
      stdout: "null",
      stderr: "null",
    }).output();
    strictEqual(apply.code, 0);
    const { stdout } = await project.drover(["@terraform", "debug-inventory", "--json"]);
    deepStrictEqual(JSON.parse(stdout).map(({ name, data }: { name: string; data: unknown }) => [name, data]), [
      ["w1", {}],
      ["w2", { sshPort: 2222 }],
    ]);
  },
});

Deno.test("@vagrant gives the running machines with their connection, and groups and data of @vagrant.json", async () => {
  await using project = await withPrograms({
    vagrant: `case "$*" in
  "status --machine-readable") exec /bin/cat status.csv ;;
  "ssh-config web-1 db_1.lan behind") exec /bin/cat ssh_config.txt ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac`,
  }, {
    "status.csv": await fixture("vagrant_status.csv"),
    "ssh_config.txt": await fixture("vagrant_ssh_config.txt"),
    "@vagrant.json": '{"groups": {"web-1": ["web"], "wep-1": []}, "data": {"web-1": {"ssh_user": "root", "tier": 1}}}',
  });
  const { hosts, stderr } = await inventory(project, "@vagrant");
  const unchecked = { sshKnownHostsFile: "/dev/null", sshStrictHostKeyChecking: "no" };
  deepStrictEqual(hosts, [
    {
      name: "web-1",
      connector: "ssh",
      active: true,
      groups: ["@vagrant", "web"],
      data: {
        ...unchecked,
        sshHostname: "127.0.0.1",
        sshPort: 2222,
        sshKey: "/home/ops/my shop/.vagrant/machines/web-1/docker/private_key",
        sshForwardAgent: true,
        sshUser: "root",
        tier: 1,
      },
    },
    {
      name: "db_1.lan",
      connector: "ssh",
      active: true,
      groups: ["@vagrant"],
      data: {
        ...unchecked,
        sshHostname: "127.0.0.1",
        sshPort: 2201,
        sshKey: ["/home/ops/my shop/keys/ops key", "/home/ops/.vagrant.d/insecure_private_key"],
        sshUser: "vagrant",
      },
    },
    {
      name: "behind",
      connector: "ssh",
      active: true,
      groups: ["@vagrant"],
      data: {
        sshHostname: "127.0.0.1",
        sshPort: 2200,
        sshKey: "/home/ops/.vagrant.d/insecure_private_key",
        sshUser: "vagrant",
      },
    },
  ]);
  match(stderr, /@vagrant\.json: there is no machine "wep-1"; the machines are web-1, db_1\.lan, behind, job, old/);
  match(
    stderr,
    /behind: ProxyCommand of "vagrant ssh-config" is not used; put it into the ssh config for "Host 127\.0\.0\.1"/,
  );
  match((await inventory(project, "@vagrant/job")).stderr, /"job" of Vagrant is not running/);
  match((await inventory(project, "@vagrant/old")).stderr, /old \(not created\)/);
});

Deno.test("@vagrant names the machine that Vagrant has no connection for, and tells what Vagrant said", async () => {
  await using project = await withPrograms({
    vagrant: `[ "$1" = status ] && exec /bin/cat status.csv
/bin/cat ssh_config.txt
/bin/cat stderr.txt >&2
exit 1`,
  }, {
    "status.csv": await fixture("vagrant_mute_status.csv"),
    "ssh_config.txt": await fixture("vagrant_mute_ssh_config.txt"),
    "stderr.txt": await fixture("vagrant_mute_ssh_config_stderr.txt"),
  });
  const { code, stderr } = await inventory(project, "@vagrant");
  strictEqual(code, 2);
  match(
    stderr,
    /^Cannot learn from "vagrant ssh-config" how to reach mute: it failed with exit code 1:\nThe provider for this Vagrant/,
  );
  match(stderr, /or name another: @vagrant\/NAME\.$/m);
});

Deno.test("@vagrant where there is no Vagrantfile says so as Vagrant does, once and in lines", async () => {
  await using project = await withPrograms(
    { vagrant: "/bin/cat said.csv; exit 1" },
    { "said.csv": await fixture("vagrant_no_vagrantfile.csv") },
  );
  const { code, stderr } = await inventory(project, "@vagrant");
  deepStrictEqual([code, stderr.trim().split("\n")], [2, [
    '"vagrant status --machine-readable" failed with exit code 1:',
    "A Vagrant environment or target machine is required to run this",
    "command. Run `vagrant init` to create a new Vagrant environment. Or,",
    "get an ID of a target machine from `vagrant global-status` to run",
    "this command on. A final option is to change to a directory with a",
    "Vagrantfile and to try again.",
    "Run it in this folder, or name the folder of the Vagrantfile with --chdir.",
  ]]);
});

Deno.test("@ansible gives hosts with groups and data; places are said from the working folder", async () => {
  await using project = await startProject({
    "prod/hosts.ini": "[web]\nw[1:2] ansible_user=ops ansible_password=hunter2\n[web:vars]\nansible_become=yes\n",
    "prod/group_vars/web.yml": "port: 80",
    "group_vars/web.yml": "port: 8080",
    "broken.ini": "w1\n[web\n",
  });
  const { stdout } = await project.drover(["@ansible/prod/hosts.ini", "debug-inventory"]);
  match(
    stdout,
    /w2 \(@ssh\)\n {4}groups: web\n {4}_sudo = true {2}\(connector @ansible\/prod\/hosts\.ini\)\n {4}port = 8080 /,
  );
  strictEqual(stdout.includes("hunter2"), false);
  const broken = await project.drover(["@ansible/broken.ini", "debug-inventory"]);
  deepStrictEqual([broken.code, broken.stderr.includes("broken.ini:2: ")], [2, true]);
  match((await project.drover(["@ansible", "debug-inventory"])).stderr, /@ansible: it names no inventory/);
});
