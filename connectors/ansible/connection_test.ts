import { deepStrictEqual, throws } from "node:assert/strict";
import { mapHost } from "./connection.ts";

const masked: string[] = [];
const options = {
  label: "hosts.yml",
  secret(value: string) {
    masked.push(value);
    return value;
  },
};
const map = (vars: Record<string, unknown>, host = "web1.example.net") => mapHost(host, vars, options);

Deno.test("variables of the connection become those of ssh, others are kept", () => {
  deepStrictEqual(
    map({
      ansible_host: "10.0.0.1",
      ansible_port: "2222",
      ansible_user: "a",
      ansible_ssh_user: "ops",
      ansible_ssh_private_key_file: "~/.ssh/ops",
      ansible_host_key_checking: "False",
      ansible_shell_executable: "/bin/bash",
      ansible_python_interpreter: "/usr/bin/python3",
      tier: 1,
    }),
    {
      name: "web1.example.net",
      data: {
        ansible_python_interpreter: "/usr/bin/python3",
        tier: 1,
        sshHostname: "10.0.0.1",
        sshPort: 2222,
        sshUser: "ops",
        sshKey: "~/.ssh/ops",
        sshStrictHostKeyChecking: "no",
        _shellExecutable: "/bin/bash",
      },
      unused: [],
    },
  );
});

Deno.test("becoming another user is by sudo, su or doas; not becoming leaves nothing", () => {
  const become = (vars: Record<string, unknown>) => {
    const mapped = map({ ansible_become: "yes", ...vars });
    return "data" in mapped && mapped.data;
  };
  deepStrictEqual(become({}), { _sudo: true });
  deepStrictEqual(become({ ansible_become_user: "app", ansible_become_password: "p1" }), {
    _sudo: true,
    _sudoUser: "app",
    _sudoPassword: "p1",
  });
  deepStrictEqual(become({ ansible_become_method: "su" }), { _suUser: "root" });
  deepStrictEqual(become({ ansible_become_method: "community.general.doas", ansible_become_user: "app" }), {
    _doas: true,
    _doasUser: "app",
  });
  deepStrictEqual(become({ ansible_become: false, ansible_become_user: "app" }), {});
  throws(() => become({ ansible_become_method: "runas" }), { message: /no way to become a user by "runas"/ });
});

Deno.test("passwords are masked", () => {
  masked.length = 0;
  map({ ansible_ssh_pass: "p2", ansible_become: true, ansible_become_pass: "p3" });
  deepStrictEqual(masked, ["p2", "p3"]);
});

Deno.test("connections name the connector", () => {
  const nameOf = (vars: Record<string, unknown>) => {
    const mapped = map(vars, "app");
    return "name" in mapped ? mapped.name : mapped;
  };
  deepStrictEqual(nameOf({ ansible_connection: "local" }), "@local");
  deepStrictEqual(nameOf({ ansible_connection: "community.docker.docker" }), "@docker/app");
  deepStrictEqual(nameOf({ ansible_connection: "docker", ansible_host: "app_1" }), "@docker/app_1");
  deepStrictEqual(nameOf({ ansible_connection: "chroot", ansible_host: "/srv/root" }), "@chroot/srv/root");
  deepStrictEqual(nameOf({ ansible_connection: "ansible.builtin.ssh" }), "app");
  deepStrictEqual(nameOf({ ansible_connection: "community.general.incus" }), "@incus/app");
  deepStrictEqual(
    map({ ansible_connection: "kubectl", ansible_kubectl_pod: "p1", ansible_kubectl_namespace: "n" }, "app"),
    {
      name: "@kubectl/p1",
      data: { ansible_kubectl_pod: "p1", ansible_kubectl_namespace: "n", kubectlNamespace: "n" },
      unused: [],
    },
  );
  deepStrictEqual(nameOf({ ansible_connection: "winrm" }), { connection: "winrm" });
});

Deno.test("templates with the names of variables are filled in, others are refused with host and key", () => {
  const mapped = map({
    ansible_host: "{{ inventory_hostname_short }}.{{ site.domain }}",
    ansible_user: "{{ who }}",
    who: "{{ site.owner }}",
    site: { domain: "net", owner: "ops" },
  });
  deepStrictEqual("data" in mapped && [mapped.data.sshHostname, mapped.data.sshUser], ["web1.net", "ops"]);
  for (const text of ["{{ who | upper }}", "{{ nobody }}", "{% if x %}a{% endif %}", "{{ loop }}"]) {
    throws(() => map({ ansible_user: text, loop: "{{ loop }}" }), {
      message: /^hosts\.yml: host "web1\.example\.net": cannot use "ansible_user": /,
    });
  }
});

Deno.test("a port that is none is an error", () => {
  throws(() => map({ ansible_port: "ssh" }), { message: /"ssh" is no port/ });
});
