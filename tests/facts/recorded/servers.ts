import { CaddyModules } from "../../../src/modules/caddy/mod.ts";
import { DockerContainerProcesses, DockerContainerStats, DockerVersion } from "../../../src/modules/docker/mod.ts";
import { IncusInstances, IncusNetworks } from "../../../src/modules/incus/mod.ts";
import { KubernetesContexts, KubernetesNodes } from "../../../src/modules/kubernetes/mod.ts";
import { LxdContainers } from "../../../src/modules/lxd/mod.ts";
import { MysqlDatabases, MysqlUserGrants } from "../../../src/modules/mysql/mod.ts";
import { PodmanPs, PodmanVersion } from "../../../src/modules/podman/mod.ts";
import { PostgresDatabases, PostgresRoles } from "../../../src/modules/postgres/mod.ts";
import { OpenvzContainers } from "../../../src/modules/vzctl/mod.ts";
import type { Recorded } from "./recorded.ts";

const node = (labels: Record<string, string>, nodeInfo: Record<string, string>) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [{
      metadata: { name: "n1", labels },
      spec: {},
      status: {
        addresses: [{ type: "InternalIP", address: "10.0.0.1" }, { type: "Hostname", address: "n1" }],
        capacity: { cpu: "4", memory: "16Gi" },
        conditions: [{ type: "Ready", status: "True" }],
        nodeInfo,
      },
    }],
  });

const known = {
  ready: true,
  schedulable: true,
  taints: [],
  addresses: { InternalIP: "10.0.0.1", Hostname: "n1" },
  capacity: { cpu: "4", memory: "16Gi" },
};

/** Web servers, databases and what runs containers. */
export const SERVERS: readonly Recorded[] = [
  {
    fact: CaddyModules,
    system: "Debian 12, caddy 2.6.2, shortened",
    output: `admin.api.load
http.authentication.providers.http_basic
tls.stek.standard

  Standard modules: 3

  Non-standard modules: 0

  Unknown modules: 0
`,
    value: {
      "admin.api.load": { isStandard: true },
      "http.authentication.providers.http_basic": { isStandard: true },
      "tls.stek.standard": { isStandard: true },
    },
  },
  {
    fact: CaddyModules,
    system: "Alpine 3.20, caddy 2.8.4 made by xcaddy, documented",
    output: `http.handlers.file_server v2.8.4 github.com/caddyserver/caddy/v2

  Standard modules: 1

dns.providers.cloudflare v0.0.0-20240703190432-89f16b99c18e github.com/caddy-dns/cloudflare
http.handlers.own (devel) example.org/own => ../own

  Non-standard modules: 2

  Unknown modules: 0`,
    value: {
      "http.handlers.file_server": { version: "v2.8.4", package: "github.com/caddyserver/caddy/v2", isStandard: true },
      "dns.providers.cloudflare": {
        version: "v0.0.0-20240703190432-89f16b99c18e",
        package: "github.com/caddy-dns/cloudflare",
        isStandard: false,
      },
      "http.handlers.own": { version: "(devel)", package: "example.org/own", isStandard: false },
    },
  },
  {
    fact: DockerVersion,
    system: "Debian 12, docker 28.2.2 whose daemon does not run",
    output:
      '{"Client":{"Version":"28.2.2","ApiVersion":"1.50","Os":"linux","Arch":"amd64","Context":"default"},"Server":null}\n',
    value: {
      Client: { Version: "28.2.2", ApiVersion: "1.50", Os: "linux", Arch: "amd64", Context: "default" },
      Server: null,
    },
  },
  {
    fact: DockerContainerProcesses,
    system: "Ubuntu 20.04, docker 20.10, documented",
    args: { containerId: "web" },
    output:
      `UID                 PID                 PPID                C                   STIME               TTY                 TIME                CMD
root                4101                4078                0                   10:00               ?                   00:00:00            nginx: master process nginx -g daemon off;`,
    value: [{
      UID: "root",
      PID: "4101",
      PPID: "4078",
      C: "0",
      STIME: "10:00",
      TTY: "?",
      TIME: "00:00:00",
      CMD: "nginx: master process nginx -g daemon off;",
    }],
    isOpen: "a command line is any text",
  },
  {
    fact: DockerContainerStats,
    system: "Fedora 40, docker 27.0, documented",
    output: '{"BlockIO":"0B / 0B","CPUPerc":"0.00%","Container":"a1","ID":"a1","Name":"web","PIDs":"1"}\n',
    value: [{ BlockIO: "0B / 0B", CPUPerc: "0.00%", Container: "a1", ID: "a1", Name: "web", PIDs: "1" }],
  },
  { fact: PodmanPs, system: "Debian 12, podman 4.3.1", output: "[]\n", value: [] },
  {
    fact: PodmanPs,
    system: "Fedora 41, podman 5.2, documented",
    output: '[\n  {\n    "Command": ["sleep", "1d"],\n    "Id": "5f3a",\n    "State": "running"\n  }\n]',
    value: [{ Command: ["sleep", "1d"], Id: "5f3a", State: "running" }],
  },
  {
    fact: PodmanPs,
    system: "RHEL 8, podman 1.6, documented",
    output: '[{"ID":"5f3a","Image":"docker.io/library/alpine:latest","Status":"Up 5 seconds ago"}]',
    value: [{ ID: "5f3a", Image: "docker.io/library/alpine:latest", Status: "Up 5 seconds ago" }],
  },
  {
    fact: PodmanVersion,
    system: "Debian 12, podman 4.3.1",
    output: '{"Client":{"APIVersion":"4.3.1","Version":"4.3.1","GoVersion":"go1.19.8","Os":"linux"}}',
    value: { Client: { APIVersion: "4.3.1", Version: "4.3.1", GoVersion: "go1.19.8", Os: "linux" } },
  },
  {
    fact: KubernetesNodes,
    system: "k3s 1.28 on Debian 12, documented",
    output: node({ "node-role.kubernetes.io/control-plane": "true", "node-role.kubernetes.io/master": "true" }, {
      kubeletVersion: "v1.28.5+k3s1",
      osImage: "Debian GNU/Linux 12 (bookworm)",
      kernelVersion: "6.1.0-18-amd64",
      architecture: "amd64",
      containerRuntimeVersion: "containerd://1.7.11-k3s2",
    }),
    value: {
      n1: {
        ...known,
        roles: ["control-plane", "master"],
        labels: { "node-role.kubernetes.io/control-plane": "true", "node-role.kubernetes.io/master": "true" },
        kubeletVersion: "v1.28.5+k3s1",
        osImage: "Debian GNU/Linux 12 (bookworm)",
        kernelVersion: "6.1.0-18-amd64",
        architecture: "amd64",
        containerRuntime: "containerd://1.7.11-k3s2",
      },
    },
  },
  {
    fact: KubernetesNodes,
    system: "Kubernetes 1.13 with docker, documented",
    output: node({ "node-role.kubernetes.io/node": "" }, {
      kubeletVersion: "v1.13.5",
      containerRuntimeVersion: "docker://18.6.1",
    }),
    value: {
      n1: {
        ...known,
        roles: ["node"],
        labels: { "node-role.kubernetes.io/node": "" },
        kubeletVersion: "v1.13.5",
        osImage: null,
        kernelVersion: null,
        architecture: null,
        containerRuntime: "docker://18.6.1",
      },
    },
  },
  {
    fact: KubernetesContexts,
    system: "kubectl 1.20 of OpenShift 4.7, documented",
    output: JSON.stringify({
      kind: "Config",
      apiVersion: "v1",
      contexts: [{
        name: "a/api:6443/kube:admin",
        context: { cluster: "api:6443", user: "kube:admin", namespace: "" },
      }],
      "current-context": "a/api:6443/kube:admin",
    }),
    value: {
      "a/api:6443/kube:admin": { cluster: "api:6443", user: "kube:admin", namespace: null, current: true },
    },
  },
  {
    fact: IncusInstances,
    system: "Incus 0.6 and 6.12, documented",
    output: '[{"name":"v1","status":"Stopped","status_code":102,"type":"virtual-machine","location":"none"}]',
    value: [{ name: "v1", status: "Stopped", status_code: 102, type: "virtual-machine", location: "none" }],
  },
  {
    fact: IncusNetworks,
    system: "Incus 6.0, documented",
    output: '[{"name":"eth0","type":"physical","managed":false,"config":{}}]',
    value: [{ name: "eth0", type: "physical", managed: false, config: {} }],
  },
  {
    fact: MysqlDatabases,
    system: "Debian 12, MariaDB 10.11, documented",
    output: "SCHEMA_NAME\tDEFAULT_CHARACTER_SET_NAME\tDEFAULT_COLLATION_NAME\nshop\tutf8mb4\tutf8mb4_general_ci\n",
    value: { shop: { characterSet: "utf8mb4", collationName: "utf8mb4_general_ci" } },
  },
  {
    fact: MysqlDatabases,
    system: "CentOS 7, MySQL 5.5, documented",
    output:
      "SCHEMA_NAME\tDEFAULT_CHARACTER_SET_NAME\tDEFAULT_COLLATION_NAME\ninformation_schema\tutf8\tutf8_general_ci",
    value: { information_schema: { characterSet: "utf8", collationName: "utf8_general_ci" } },
  },
  {
    fact: MysqlUserGrants,
    system: "MySQL 8.4, documented",
    args: { user: "ann", hostname: "%" },
    output: "Grants for ann@%\nGRANT USAGE ON *.* TO `ann`@`%`\nGRANT `reader`@`%` TO `ann`@`%`",
    value: { "*.*": ["USAGE"] },
  },
  {
    fact: PostgresRoles,
    system: "Debian 12, PostgreSQL 15, documented",
    output: "rolname\x1frolsuper\x1frolconnlimit\x1erolüe\x1ff\x1f-1",
    value: { rolüe: { super: false, connlimit: -1 } },
  },
  {
    fact: PostgresDatabases,
    system: "CentOS 7, PostgreSQL 9.2, by bars, documented",
    output: "pg_encoding_to_char|datname|datistemplate|datconnlimit\nUTF8|template1|t|-1\n(1 row)",
    value: { template1: { encoding: "UTF8", istemplate: true, connlimit: -1 } },
  },
  {
    fact: OpenvzContainers,
    system: "CentOS 6, OpenVZ 2.6.32 with vzctl 4.11, documented",
    output:
      '[\n  {\n    "ctid": 101,\n    "hostname": "ct101",\n    "status": "stopped",\n    "ip": ["10.0.0.1", "fd00::1"]\n  }\n]',
    value: { 101: { hostname: "ct101", status: "stopped", ip: ["10.0.0.1", "fd00::1"] } },
  },
  {
    fact: LxdContainers,
    system: "Ubuntu 22.04, LXD 5.0, documented",
    output: '[{"name":"c1","status":"Running","type":"container","architecture":"x86_64","stateful":false}]',
    value: [{ name: "c1", status: "Running", type: "container", architecture: "x86_64", stateful: false }],
  },
  {
    fact: CaddyModules,
    system: "Fedora 41, caddy 2.10 with --versions, documented",
    output: `admin.api.load v2.10.0 github.com/caddyserver/caddy/v2
events v2.10.0 github.com/caddyserver/caddy/v2

  Standard modules: 2

  Non-standard modules: 0

  Unknown modules: 0
`,
    value: {
      "admin.api.load": { version: "v2.10.0", package: "github.com/caddyserver/caddy/v2", isStandard: true },
      events: { version: "v2.10.0", package: "github.com/caddyserver/caddy/v2", isStandard: true },
    },
  },
];
