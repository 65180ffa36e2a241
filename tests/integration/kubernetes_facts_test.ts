/** Facts of Kubernetes, read by kubectl from a server that answers as a cluster does. */
import { deepStrictEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import { KubernetesContexts, KubernetesNodes, KubernetesPods } from "../../src/modules/kubernetes/mod.ts";
import { readFact, run } from "./local_host.ts";

const lacking = (await run("kubectl version --client")).code === 0 ? "" : "kubectl";

const resource = (name: string, kind: string, namespaced: boolean) => ({
  name,
  kind,
  namespaced,
  verbs: ["get", "list"],
});
const pod = (namespace: string) => ({
  metadata: { namespace, name: "web", labels: { app: "wéb" } },
  spec: { containers: [{ name: "web", image: "nginx" }] },
  status: { phase: "Running" },
});
const ANSWERS: Readonly<Record<string, object>> = {
  "/api": { kind: "APIVersions", versions: ["v1"] },
  "/apis": { kind: "APIGroupList", apiVersion: "v1", groups: [] },
  "/api/v1": {
    kind: "APIResourceList",
    groupVersion: "v1",
    resources: [resource("nodes", "Node", false), resource("pods", "Pod", true)],
  },
  "/api/v1/nodes": {
    kind: "NodeList",
    apiVersion: "v1",
    items: [{ metadata: { name: "n1" }, spec: {}, status: { conditions: [{ type: "Ready", status: "True" }] } }],
  },
  "/api/v1/pods": { kind: "PodList", apiVersion: "v1", items: [pod("a"), pod("b")] },
  "/api/v1/namespaces/a/pods": { kind: "PodList", apiVersion: "v1", items: [pod("a")] },
};

for (const shell of ["dash", "bash", "busybox sh"]) {
  const missing = lacking || ((await run(`${shell} -c true`)).code === 0 ? "" : shell);
  const name = `kubernetes' facts are what kubectl prints, by ${shell}`;
  Deno.test({
    name: missing ? `${name} (skipped: there is no ${missing})` : name,
    ignore: missing !== "",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
        const answer = ANSWERS[new URL(request.url).pathname];
        return Response.json(answer ?? { kind: "Status", code: 404 }, { status: answer ? 200 : 404 });
      });
      const kubeconfig = join(folder, "it's $HOME");
      await Deno.writeTextFile(kubeconfig, settings(server.addr.port));
      const options = { shell, env: { HOME: folder, KUBECONFIG: join(folder, "none") } };
      try {
        deepStrictEqual((await readFact(KubernetesNodes, { kubeconfig }, options)).n1?.ready, true);
        const pods = await readFact(KubernetesPods, { kubeconfig, context: "a b" }, options);
        deepStrictEqual(pods.map(({ namespace, name, labels }) => [namespace, name, labels.app]), [
          ["a", "web", "wéb"],
          ["b", "web", "wéb"],
        ]);
        deepStrictEqual((await readFact(KubernetesPods, { kubeconfig, namespace: "a" }, options)).length, 1);
        await rejects(
          readFact(KubernetesNodes, { kubeconfig, context: "none" }, options),
          /context was not found|context "none" does not exist/,
        );
        deepStrictEqual(await readFact(KubernetesContexts, { kubeconfig }, options), {
          "a b": { cluster: "lab", user: "ann", namespace: "shop", current: true },
        });
        deepStrictEqual(await readFact(KubernetesContexts, {}, options), {});
      } finally {
        await server.shutdown();
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

function settings(port: number): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "a b",
    clusters: [{ name: "lab", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "ann", user: {} }],
    contexts: [{ name: "a b", context: { cluster: "lab", user: "ann", namespace: "shop" } }],
  });
}
