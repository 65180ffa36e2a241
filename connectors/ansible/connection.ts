/** Ansible's variables about connection and privilege as Drover's. */
import type { NamedHost } from "drover/connectors";
import { mistake, type Variables } from "./inventory.ts";
import { filledIn } from "./template.ts";

/** What a mapping needs beside the variables. */
export interface MappingOptions {
  /** How the inventory is called in messages. */
  readonly label: string;
  readonly secret: (value: string) => string;
}

/** A host as Drover has it. */
export interface MappedHost {
  readonly name: string;
  readonly data: Variables;
  /** Variables that Ansible would use and Drover does not. */
  readonly unused: readonly string[];
}

/** A host that runs on a connector that Drover does not have. */
export interface UnknownConnection {
  readonly connection: string;
}

// Of the spellings of one variable the last one that is set counts, as in Ansible.
const HOSTNAME = ["ansible_host", "ansible_ssh_host"];
const PORT = ["ansible_port", "ansible_ssh_port"];
const USER = ["ansible_user", "ansible_ssh_user"];
const PASSWORD = ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"];
const KEY = ["ansible_private_key_file", "ansible_ssh_private_key_file"];
const KEY_PASSWORD = ["ansible_ssh_private_key_passphrase"];
const HOST_KEY_CHECKING = ["ansible_host_key_checking", "ansible_ssh_host_key_checking"];
const SHELL = ["ansible_shell_executable"];
const CONNECTION = ["ansible_connection"];
const BECOME = ["ansible_become"];
const BECOME_METHOD = ["ansible_become_method"];
const BECOME_USER = ["ansible_become_user"];
const BECOME_PASSWORD = ["ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"];
const MAPPED = new Set(
  [HOSTNAME, PORT, USER, PASSWORD, KEY, KEY_PASSWORD, HOST_KEY_CHECKING, SHELL, CONNECTION, BECOME, BECOME_METHOD]
    .concat([BECOME_USER, BECOME_PASSWORD, ["ansible_group_priority"]]).flat(),
);
const UNUSED = /^ansible_(become_(flags|exe)|ssh_(common_args|extra_args|args|executable)|(scp|sftp)_extra_args)$/;

const SSH = ["ssh", "smart", "paramiko", "paramiko_ssh", "openssh"];
/** Ansible's connections by the connectors of Drover that do the same. */
const CONNECTORS: Readonly<Record<string, string>> = {
  docker: "docker",
  podman: "podman",
  chroot: "chroot",
  incus: "incus",
  lxd: "lxc",
  kubectl: "kubectl",
};

/** Maps the variables of one host; those that are not about its connection are kept. @throws {DroverError} */
export function mapHost(host: string, vars: Variables, options: MappingOptions): MappedHost | UnknownConnection {
  const known = { ...vars, inventory_hostname: host, inventory_hostname_short: host.split(".")[0]! };
  const text = (keys: readonly string[]): string | undefined => {
    const key = keys.findLast((one) => vars[one] !== undefined && vars[one] !== null && vars[one] !== "");
    if (key === undefined) return undefined;
    try {
      return filledIn(String(vars[key]), known);
    } catch (error) {
      throw mistake(
        options.label,
        `host "${host}": cannot use "${key}": ${(error as Error).message}`,
        "Write the value out, or give the host its data in an inventory.ts.",
      );
    }
  };
  const secretText = (keys: readonly string[]) => {
    const value = text(keys);
    return value === undefined ? undefined : options.secret(value);
  };
  const connection = (text(CONNECTION) ?? "ssh").replace(/^.*\./, "");
  const place = placeOf(connection);
  if (!place) return { connection };
  const kept = Object.entries(vars).filter(([key]) => !MAPPED.has(key));
  const made = Object.entries({ ...place.data, ...privileges(), _shellExecutable: text(SHELL) });
  return {
    name: place.name,
    data: Object.fromEntries([...kept, ...made].filter(([, value]) => value !== undefined)),
    unused: kept.map(([key]) => key).filter((key) => UNUSED.test(key) && vars[key] !== ""),
  };

  function placeOf(connection: string): NamedHost | undefined {
    if (SSH.includes(connection)) return { name: host, data: sshData() };
    if (connection === "local") return { name: "@local" };
    if (!Object.hasOwn(CONNECTORS, connection)) return undefined;
    const there = text(connection === "kubectl" ? ["ansible_kubectl_pod"] : HOSTNAME) ?? host;
    return { name: `@${CONNECTORS[connection]}/${there.replace(/^\//, "")}`, data: containerData(connection) };
  }

  function containerData(connection: string): Variables {
    if (connection === "docker" || connection === "podman") return { dockerUser: text(USER) };
    if (connection !== "kubectl") return {};
    return {
      kubectlNamespace: text(["ansible_kubectl_namespace"]),
      kubectlContext: text(["ansible_kubectl_context"]),
      kubectlContainer: text(["ansible_kubectl_container"]),
    };
  }

  function sshData(): Variables {
    const hostname = text(HOSTNAME);
    const port = text(PORT);
    if (port !== undefined && !(Number.isInteger(Number(port)) && Number(port) >= 1 && Number(port) <= 65535)) {
      throw mistake(options.label, `host "${host}": "${port}" is no port`);
    }
    const checking = text(HOST_KEY_CHECKING);
    return {
      sshHostname: hostname === host ? undefined : hostname,
      sshPort: port === undefined ? undefined : Number(port),
      sshUser: text(USER),
      sshPassword: secretText(PASSWORD),
      sshKey: text(KEY),
      sshKeyPassword: secretText(KEY_PASSWORD),
      sshStrictHostKeyChecking: checking === undefined || isTrue(checking) ? undefined : "no",
    };
  }

  function privileges(): Variables {
    if (!isTrue(text(BECOME) ?? "no")) return {};
    const method = (text(BECOME_METHOD) ?? "sudo").replace(/^.*\./, "");
    const user = text(BECOME_USER);
    const password = secretText(BECOME_PASSWORD);
    if (method === "sudo") return { _sudo: true, _sudoUser: user, _sudoPassword: password };
    if (method === "su") return { _suUser: user ?? "root", _suPassword: password };
    if (method === "doas") return { _doas: true, _doasUser: user };
    if (method === "dzdo") return { _dzdo: true, _dzdoUser: user };
    throw mistake(
      options.label,
      `host "${host}": there is no way to become a user by "${method}"`,
      "The ways are sudo, su, doas and dzdo.",
    );
  }
}

function isTrue(value: string): boolean {
  return ["y", "yes", "on", "1", "true", "t", "1.0"].includes(value.toLowerCase());
}
