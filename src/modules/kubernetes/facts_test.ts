import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { KubernetesContexts, KubernetesNodes, KubernetesPods } from "./mod.ts";

const list = (...items: object[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });

Deno.test("KubernetesNodes tells state, roles and taints", () => {
  // Shaped as Kubernetes 1.32 answers.
  const node = {
    metadata: { name: "n1", labels: { "node-role.kubernetes.io/control-plane": "", "kubernetes.io/os": "linux" } },
    spec: {
      unschedulable: true,
      taints: [{ key: "a", effect: "NoSchedule" }, { key: "b", value: "c", effect: "NoExecute" }],
    },
    status: {
      conditions: [{ type: "MemoryPressure", status: "False" }, { type: "Ready", status: "True" }],
      addresses: [{ type: "InternalIP", address: "10.0.0.1" }, { type: "InternalIP", address: "fd00::1" }],
      capacity: { cpu: "2" },
      nodeInfo: { kubeletVersion: "v1.32.4", architecture: "amd64" },
    },
  };
  deepStrictEqual(processFact(KubernetesNodes, list(node)), {
    n1: {
      ready: true,
      schedulable: false,
      roles: ["control-plane"],
      labels: node.metadata.labels,
      taints: ["a:NoSchedule", "b=c:NoExecute"],
      addresses: { InternalIP: "10.0.0.1" },
      capacity: { cpu: "2" },
      kubeletVersion: "v1.32.4",
      osImage: null,
      kernelVersion: null,
      architecture: "amd64",
      containerRuntime: null,
    },
  });
  deepStrictEqual(
    processFact(KubernetesNodes, list({ metadata: { name: "n2" }, spec: {}, status: {} })).n2?.ready,
    false,
  );
});

Deno.test("KubernetesPods tells pods that run and pods that wait", () => {
  const running = {
    metadata: { namespace: "shop", name: "web-1", ownerReferences: [{ kind: "ReplicaSet", name: "web" }] },
    spec: { nodeName: "n1", containers: [{ name: "web", image: "nginx:1" }, { name: "log", image: "log:2" }] },
    status: {
      phase: "Running",
      podIP: "10.1.0.5",
      conditions: [{ type: "Ready", status: "False" }],
      containerStatuses: [{ restartCount: 2 }, { restartCount: 3 }],
    },
  };
  const waiting = { metadata: { namespace: "a", name: "b" }, spec: { containers: [] }, status: { phase: "Pending" } };
  const pods = processFact(KubernetesPods, list(running, waiting));
  deepStrictEqual(pods[0], {
    namespace: "shop",
    name: "web-1",
    phase: "Running",
    ready: false,
    restarts: 5,
    node: "n1",
    ip: "10.1.0.5",
    labels: {},
    images: { web: "nginx:1", log: "log:2" },
    owner: "ReplicaSet/web",
  });
  deepStrictEqual([pods[1]?.node, pods[1]?.owner, pods[1]?.restarts], [null, null, 0]);
  throws(() => processFact(KubernetesPods, list({ metadata: {} })), /unexpected JSON at items.0/);
});

Deno.test("KubernetesPods asks for one namespace or for all", () => {
  deepStrictEqual(KubernetesPods.command({ namespace: "a b" }).text.includes("'--namespace=a b'"), true);
  deepStrictEqual(KubernetesPods.command({}).text.includes("--all-namespaces"), true);
});

Deno.test("KubernetesContexts tells which one is current", () => {
  // kubectl 1.32 with settings and without any.
  const view = {
    kind: "Config",
    contexts: [
      { name: "lab", context: { cluster: "lab", user: "ann", namespace: "shop" } },
      { name: "live", context: { cluster: "live", user: "ann" } },
    ],
    "current-context": "live",
  };
  deepStrictEqual(processFact(KubernetesContexts, JSON.stringify(view)), {
    lab: { cluster: "lab", user: "ann", namespace: "shop", current: false },
    live: { cluster: "live", user: "ann", namespace: null, current: true },
  });
  deepStrictEqual(processFact(KubernetesContexts, '{"kind":"Config","contexts":null,"current-context":""}'), {});
});
