import { type Fact, fact, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { kubeconfig, kubectl } from "./kubectl.ts";

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
