/** Clusters of Kubernetes, by kubectl. @module */
export * from "./facts.ts";
export * from "./facts_contexts.ts";
export * from "./facts_pods.ts";
export type { KubernetesCluster } from "./kubectl.ts";
