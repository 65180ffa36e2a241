import { type Fact, fact, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import {
  conditions,
  isReady,
  kubeconfig,
  kubectl,
  type KubernetesCluster,
  kubernetesCluster,
  texts,
} from "./kubectl.ts";

/** A node of a cluster. */
export interface KubernetesNode {
  readonly ready: boolean;
  /** Whether new pods may come to it. */
  readonly schedulable: boolean;
  /** As `control-plane`, by its labels. */
  readonly roles: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** As `key=value:NoSchedule`. */
  readonly taints: readonly string[];
  /** By kind, as `InternalIP`: the first of each. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Amounts as Kubernetes writes them, as `cpu` and `memory`. */
  readonly capacity: Readonly<Record<string, string>>;
  readonly kubeletVersion: string | null;
  readonly osImage: string | null;
  readonly kernelVersion: string | null;
  readonly architecture: string | null;
  readonly containerRuntime: string | null;
}

const nodes = z.object({
  items: z.array(z.object({
    metadata: z.object({ name: z.string(), labels: texts() }),
    spec: z.object({
      unschedulable: z.boolean().nullish(),
      taints: z.array(z.object({ key: z.string(), value: z.string().nullish(), effect: z.string() })).nullish(),
    }).nullish(),
    status: z.object({
      conditions: conditions(),
      addresses: z.array(z.object({ type: z.string(), address: z.string() })).nullish(),
      capacity: texts(),
      nodeInfo: texts(),
    }),
  })),
});

const ROLE = "node-role.kubernetes.io/";

/** The nodes of a cluster. */
export const KubernetesNodes: Fact<Record<string, KubernetesNode>, KubernetesCluster> = fact({
  module: "kubernetes",
  name: "KubernetesNodes",
  doc: "The nodes of a Kubernetes cluster by name, with state, roles, taints, addresses and versions. " +
    "Systems with kubectl.",
  args: () => z.object(kubernetesCluster()),
  requiresCommand: "kubectl",
  command: (args) => kubectl(["get", "nodes"], args),
  process: (lines) =>
    Object.fromEntries(
      parseJson(lines, nodes).items.map(({ metadata, spec, status }) => [metadata.name, {
        ready: isReady(status.conditions),
        schedulable: spec?.unschedulable !== true,
        roles: Object.keys(metadata.labels).filter((label) => label.startsWith(ROLE)).map((label) =>
          label.slice(ROLE.length)
        ).sort(),
        labels: metadata.labels,
        taints: (spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${effect}`),
        // fromEntries keeps the last of a kind.
        addresses: Object.fromEntries(
          (status.addresses ?? []).toReversed().map(({ type, address }) => [type, address]),
        ),
        capacity: status.capacity,
        kubeletVersion: status.nodeInfo.kubeletVersion ?? null,
        osImage: status.nodeInfo.osImage ?? null,
        kernelVersion: status.nodeInfo.kernelVersion ?? null,
        architecture: status.nodeInfo.architecture ?? null,
        containerRuntime: status.nodeInfo.containerRuntimeVersion ?? null,
      }]),
    ),
  default: () => ({}),
});

/** A pod of a cluster. */
export interface KubernetesPod {
  readonly namespace: string;
  readonly name: string;
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`. */
  readonly phase: string;
  readonly ready: boolean;
  /** How often its containers were started again. */
  readonly restarts: number;
  /** `null` as long as it has none. */
  readonly node: string | null;
  readonly ip: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** The images of its containers, by the containers' names. */
  readonly images: Readonly<Record<string, string>>;
  /** What made it, as `ReplicaSet/web-5d9`; `null` for one that was made by hand. */
  readonly owner: string | null;
}

const pods = z.object({
  items: z.array(z.object({
    metadata: z.object({
      namespace: z.string(),
      name: z.string(),
      labels: texts(),
      ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).nullish(),
    }),
    spec: z.object({
      nodeName: z.string().nullish(),
      containers: z.array(z.object({ name: z.string(), image: z.string().nullish() })),
    }),
    status: z.object({
      phase: z.string(),
      podIP: z.string().nullish(),
      conditions: conditions(),
      containerStatuses: z.array(z.object({ restartCount: z.number() })).nullish(),
    }),
  })),
});

/** The pods of a cluster. */
export const KubernetesPods: Fact<KubernetesPod[], KubernetesCluster & { namespace?: string }> = fact({
  module: "kubernetes",
  name: "KubernetesPods",
  doc:
    "The pods of a Kubernetes cluster or of one namespace, with state, node, images and owner. Systems with kubectl.",
  args: () =>
    z.object({
      namespace: z.string().min(1).optional().describe("the namespace; all of them unless given"),
      ...kubernetesCluster(),
    }),
  requiresCommand: "kubectl",
  command: ({ namespace, ...cluster }) =>
    kubectl(["get", "pods", namespace === undefined ? "--all-namespaces" : `--namespace=${namespace}`], cluster),
  process: (lines) =>
    parseJson(lines, pods).items.map(({ metadata, spec, status }) => {
      const [owner] = metadata.ownerReferences ?? [];
      return {
        namespace: metadata.namespace,
        name: metadata.name,
        phase: status.phase,
        ready: isReady(status.conditions),
        restarts: (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
        node: spec.nodeName ?? null,
        ip: status.podIP ?? null,
        labels: metadata.labels,
        images: Object.fromEntries(spec.containers.map(({ name, image }) => [name, image ?? ""])),
        owner: owner === undefined ? null : `${owner.kind}/${owner.name}`,
      };
    }),
  default: () => [],
});

/** A way to ask a cluster. */
export interface KubernetesContext {
  readonly cluster: string;
  readonly user: string;
  /** The namespace that is meant where none is said; `null` for `default`. */
  readonly namespace: string | null;
  /** Whether it is the one that is taken where none is said. */
  readonly current: boolean;
}

const contexts = z.object({
  "current-context": z.string().nullish(),
  contexts: z.array(z.object({
    name: z.string(),
    context: z.object({ cluster: z.string().nullish(), user: z.string().nullish(), namespace: z.string().nullish() }),
  })).nullish(),
});

/** The contexts of a user. */
export const KubernetesContexts: Fact<Record<string, KubernetesContext>, { kubeconfig?: string }> = fact({
  module: "kubernetes",
  name: "KubernetesContexts",
  doc: "The contexts that kubectl's settings hold for the user, by name. Systems with kubectl.",
  args: () => z.object({ kubeconfig: kubeconfig() }),
  requiresCommand: "kubectl",
  command: (args) => kubectl(["config", "view"], args),
  process: (lines) => {
    const { contexts: list, "current-context": current } = parseJson(lines, contexts);
    return Object.fromEntries((list ?? []).map(({ name, context }) => [name, {
      cluster: context.cluster ?? "",
      user: context.user ?? "",
      namespace: context.namespace || null,
      current: name === current,
    }]));
  },
  default: () => ({}),
});
