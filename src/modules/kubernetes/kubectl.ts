import { sh, type ShellCommand, z } from "../../api/mod.ts";

/** Which cluster to ask, and as whom. */
export interface KubernetesCluster {
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** The argument for the file that tells clusters. */
export const kubeconfig = () =>
  z.string().min(1).optional().describe("the file on the host that tells clusters; kubectl's own default unless given");

/** The arguments of everything that asks a cluster. */
export const kubernetesCluster = () => ({
  context: z.string().min(1).optional().describe("the context in that file; its current one unless given"),
  kubeconfig: kubeconfig(),
});

/** Runs kubectl and has it print JSON. */
export function kubectl(words: readonly string[], { context, kubeconfig }: KubernetesCluster): ShellCommand {
  return sh`kubectl ${[
    ...words,
    "--output=json",
    kubeconfig !== undefined && `--kubeconfig=${kubeconfig}`,
    context !== undefined && `--context=${context}`,
  ]}`;
}

/** Labels and the like. */
export const texts = () => z.record(z.string(), z.string()).nullish().transform((map) => map ?? {});

/** Conditions of a node or a pod, as `Ready`. */
export const conditions = () =>
  z.array(z.object({ type: z.string(), status: z.string() })).nullish().transform((list) => list ?? []);

/** Whether the condition `Ready` holds. */
export function isReady(list: readonly { readonly type: string; readonly status: string }[]): boolean {
  return list.some(({ type, status }) => type === "Ready" && status === "True");
}
