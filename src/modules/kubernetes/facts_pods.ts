import { type Fact, fact, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { conditions, isReady, kubectl, type KubernetesCluster, kubernetesCluster, texts } from "./kubectl.ts";

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
