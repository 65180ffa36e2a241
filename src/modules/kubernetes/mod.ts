/** Clusters of Kubernetes, by kubectl. @module */
export * from "./facts.ts";
export type { KubernetesCluster } from "./kubectl.ts";
