/**
 * `@kubectl`: all running pods of the present namespace; `@kubectl/NAMESPACE/`: those of another; `@kubectl/POD` and
 * `@kubectl/NAMESPACE/POD`: one pod.
 *
 * @module
 */
import {
  type AnyConnector,
  ConnectError,
  connector,
  DroverError,
  type GivenHost,
  runArgv,
  spawnFor,
  z,
} from "drover/connectors";
import { complaint, execSpawn } from "./containers/exec.ts";

/** What is used of a pod in the list. */
interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
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
    const argv = ["kubectl", "get", "pods", ...namespace ? ["-n", namespace] : [], "-o", "json"];
    const output = await runArgv(spawnFor(context), argv, { signal: context.signal });
    if (output.code !== 0) throw new DroverError("inventory", `Cannot list the pods: ${complaint(output)}`);
    for (const found of parsePods(output.stdout)) {
      if (found.phase === "Running") yield hostFor(found.name, found.namespace);
      else context.warn(`The pod ${found.name} is left out: it is ${found.phase.toLowerCase()}`);
    }
  },
  async connect({ name, data }, context) {
    const { kubectlPod = name, kubectlNamespace, kubectlContext, kubectlContainer } = data;
    const option = (flag: string, value: string | undefined) => value === undefined ? [] : [flag, value];
    const words = (terminal: boolean) => [
      "kubectl",
      "exec",
      ...option("--context", kubectlContext),
      ...option("-n", kubectlNamespace),
      ...option("-c", kubectlContainer),
      "-i",
      ...terminal ? ["-t"] : [],
      kubectlPod,
      "--",
    ];
    const start = spawnFor(context);
    const tried = await runArgv(start, [...words(false), "sh", "-c", ":"], { signal: context.signal });
    if (tried.code !== 0) {
      throw new ConnectError(`Cannot run anything in the pod ${kubectlPod}: ${complaint(tried)}`, {
        hint: "Check the pod's name, its namespace and that it runs: kubectl get pods.",
      });
    }
    const { spawn, end } = execSpawn(start, words);
    return { signals: false, spawn, disconnect: end };
  },
});

export default kubectl;

/** Reads the list that the program prints. @throws {DroverError} where it is no such list */
export function parsePods(json: string): Pod[] {
  let list: { readonly items?: unknown };
  try {
    list = JSON.parse(json);
  } catch (cause) {
    throw new DroverError("inventory", `kubectl get pods printed no JSON: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(list?.items)) throw new DroverError("inventory", "kubectl get pods printed no list of pods");
  return list.items.map(({ metadata, status }) => ({
    name: String(metadata?.name),
    namespace: String(metadata?.namespace),
    phase: String(status?.phase),
  }));
}
