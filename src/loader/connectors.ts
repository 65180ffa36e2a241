import { type AnyConnector, didYouMean, UsageError } from "../api/mod.ts";

/** The connectors that come with Drover; each is loaded when a host needs it. */
export const BUILT_IN: Readonly<Record<string, () => Promise<{ readonly default: AnyConnector }>>> = {
  ansible: () => import("../../connectors/ansible/mod.ts"),
  chroot: () => import("../../connectors/chroot.ts"),
  docker: () => import("../../connectors/docker.ts"),
  dockerssh: () => import("../../connectors/dockerssh.ts"),
  incus: () => import("../../connectors/incus.ts"),
  kubectl: () => import("../../connectors/kubectl.ts"),
  local: () => import("../../connectors/local.ts"),
  lxc: () => import("../../connectors/lxc.ts"),
  podman: () => import("../../connectors/podman.ts"),
  podmanssh: () => import("../../connectors/podmanssh.ts"),
  openssh: () => import("../../connectors/openssh/mod.ts"),
  ssh: () => import("../../connectors/ssh/mod.ts"),
  terraform: () => import("../../connectors/terraform.ts"),
  vagrant: () => import("../../connectors/vagrant.ts"),
};

/** The names of all connectors. */
export const CONNECTOR_NAMES: readonly string[] = Object.keys(BUILT_IN);

/** Loads a connector by its name. @throws {UsageError} with the nearest name */
export async function builtInConnector(name: string): Promise<AnyConnector> {
  const load = BUILT_IN[name];
  if (load === undefined) {
    throw new UsageError(`No connector "@${name}"${didYouMean(name, CONNECTOR_NAMES)}`, {
      hint: `The connectors are ${CONNECTOR_NAMES.join(", ")}.`,
    });
  }
  return (await load()).default;
}
