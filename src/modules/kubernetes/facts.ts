import { type Fact, fact, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { conditions, isReady, kubectl, type KubernetesCluster, kubernetesCluster, texts } from "./kubectl.ts";

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
