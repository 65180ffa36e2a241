/**
 * `@kubectl`: all running pods of the present namespace; `@kubectl/NAMESPACE/`: those of another; `@kubectl/POD` and
 * `@kubectl/NAMESPACE/POD`: one pod.
 *
 * @module
 */
import { type AnyConnector, connector, DroverError, type GivenHost, z } from "drover/connectors";
import { connectByProgram, flag, listed } from "./containers/by_program.ts";

/** What is used of a pod in the list. */
interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly state: string;
}

/** Runs in the pods of a Kubernetes cluster. */
const kubectl: AnyConnector = connector({
  name: "kubectl",
  data: () =>
    z.object({
      kubectlPod: z.string().optional().describe("The pod, where it is not the host's name"),
      kubectlNamespace: z.string().optional().describe("The namespace of the pod; default: that of the context"),
      kubectlContext: z.string().optional().describe("The context of the kubeconfig; default: the present one"),
      kubectlContainer: z.string().optional().describe("The container of the pod; default: its first"),
    }),
  async *makeNamesData(argument = "", context): AsyncGenerator<GivenHost> {
    const [, namespace, pod] = /^(?:([^/]+)\/)?([^/]*)$/.exec(argument) ?? [];
    if (pod === undefined) {
      throw new DroverError("inventory", `Cannot read "@kubectl/${argument}": it has too many slashes`, {
        hint: "Write @kubectl, @kubectl/NAMESPACE/, @kubectl/POD or @kubectl/NAMESPACE/POD.",
      });
    }
    const hostFor = (pod: string, namespace: string | undefined): GivenHost => [
      namespace ? `@kubectl/${namespace}/${pod}` : `@kubectl/${pod}`,
      { kubectlPod: pod, ...namespace ? { kubectlNamespace: namespace } : {} },
      ["@kubectl"],
    ];
    if (pod !== "") return yield hostFor(pod, namespace);
    const argv = ["kubectl", "get", "pods", ...flag("-n", namespace), "-o", "json"];
    for (const found of podsOf(await listed(argv, "pods", context))) {
      if (found.state === "running") yield hostFor(found.name, found.namespace);
      else context.warn(`The pod ${found.name} is left out: it is ${found.state}`);
    }
  },
  async connect({ name, data }, context) {
    const { kubectlPod = name, kubectlNamespace, kubectlContext, kubectlContainer } = data;
    const words = (terminal: boolean) => [
      "kubectl",
      "exec",
      ...flag("--context", kubectlContext),
      ...flag("-n", kubectlNamespace),
      ...flag("-c", kubectlContainer),
      "-i",
      ...terminal ? ["-t"] : [],
      kubectlPod,
      "--",
    ];
    const hint = "Check the pod's name, its namespace and that it runs: kubectl get pods.";
    return await connectByProgram({ where: `the pod ${kubectlPod}`, words, hint }, context);
  },
});

export default kubectl;

/** The pods of a list. @throws {DroverError} where it is none */
export function podsOf(list: unknown): Pod[] {
  const { items } = (list ?? {}) as { readonly items?: unknown };
  if (!Array.isArray(items)) throw new DroverError("inventory", "kubectl get pods printed no list of pods");
  return items.map(({ metadata, status }) => ({
    name: String(metadata?.name),
    namespace: String(metadata?.namespace),
    // A pod that is being deleted still counts as running.
    state: metadata?.deletionTimestamp ? "being deleted" : String(status?.phase).toLowerCase(),
  }));
}
