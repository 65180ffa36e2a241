import * as docker from "../../../src/modules/docker/mod.ts";
import * as incus from "../../../src/modules/incus/mod.ts";
import * as kubernetes from "../../../src/modules/kubernetes/mod.ts";
import * as podman from "../../../src/modules/podman/mod.ts";
import type { Example } from "./examples.ts";

const system = "Debian 12";

const INSPECTED = {
  container: `{"Id": "4f1c2d3e5a6b", "Name": "web", "State": {"Status": "running", "Running": true}}`,
  image: `{"Id": "sha256:8c7716127147", "RepoTags": ["nginx:1.27"], "Os": "linux"}`,
  network: `{"Name": "shop", "Id": "9d2a1b7c3e4f", "Driver": "bridge"}`,
  volume: `{"Name": "data", "Driver": "local", "Mountpoint": "/var/lib/docker/volumes/data/_data"}`,
  plugin: `{"Name": "vieux/sshfs:latest", "Enabled": true}`,
};

const NODE =
  `{"items": [{"metadata": {"name": "n1"}, "spec": {}, "status": {"conditions": [{"type": "Ready", "status": "True"}], "addresses": [{"type": "InternalIP", "address": "10.0.0.1"}], "nodeInfo": {"kubeletVersion": "v1.32.4", "architecture": "amd64"}}}]}`;
const POD =
  `{"items": [{"metadata": {"namespace": "shop", "name": "web-7d4b", "labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "nginx:1.27"}], "nodeName": "n1"}, "status": {"phase": "Running"}}]}`;

/** The same for containers and their engines. */
export const CONTAINER_EXAMPLES: readonly Example[] = [
  { fact: docker.DockerContainer, system, args: { objectId: "web" }, output: `[${INSPECTED.container}]` },
  { fact: docker.DockerContainers, system, output: `[${INSPECTED.container}]` },
  { fact: docker.DockerImage, system, args: { objectId: "nginx" }, output: `[${INSPECTED.image}]` },
  { fact: docker.DockerImages, system, output: `[${INSPECTED.image}]` },
  { fact: docker.DockerNetwork, system, args: { objectId: "shop" }, output: `[${INSPECTED.network}]` },
  { fact: docker.DockerNetworks, system, output: `[${INSPECTED.network}]` },
  { fact: docker.DockerVolume, system, args: { objectId: "data" }, output: `[${INSPECTED.volume}]` },
  { fact: docker.DockerVolumes, system, output: `[${INSPECTED.volume}]` },
  { fact: docker.DockerPlugin, system, args: { objectId: "vieux/sshfs" }, output: `[${INSPECTED.plugin}]` },
  { fact: docker.DockerPlugins, system, output: `[${INSPECTED.plugin}]` },
  { fact: docker.DockerContainerEnvs, system, output: `{"Id": "4f1c2d3e5a6b", "Config": {"Env": ["LANG=C.UTF-8"]}}` },
  {
    fact: docker.DockerContainerLabels,
    system,
    output: `{"Id": "4f1c2d3e5a6b", "Config": {"Labels": {"tier": "web"}}}`,
  },
  {
    fact: docker.DockerContainerMounts,
    system,
    output: `{"Id": "4f1c2d3e5a6b", "Mounts": [{"Type": "volume", "Name": "data", "Destination": "/data"}]}`,
  },
  {
    fact: docker.DockerContainerNetworks,
    system,
    output: `{"Id": "4f1c2d3e5a6b", "NetworkSettings": {"Networks": {"shop": {"IPAddress": "172.18.0.2"}}}}`,
  },
  {
    fact: docker.DockerContainerPorts,
    system,
    output:
      `{"Id": "4f1c2d3e5a6b", "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}}}`,
  },
  {
    fact: docker.DockerImageLabels,
    system,
    output: `{"Id": "sha256:8c7716127147", "Config": {"Labels": {"tier": "web"}}}`,
  },
  { fact: docker.DockerVolumeLabels, system, output: `{"Name": "data", "Labels": {"tier": "web"}}` },
  {
    fact: docker.DockerContainerFsChanges,
    system,
    args: { containerId: "web" },
    output: "C /etc\nA /etc/app.conf",
  },
  { fact: podman.PodmanContainer, system, args: { objectId: "web" }, output: `[${INSPECTED.container}]` },
  { fact: podman.PodmanContainers, system, output: `[${INSPECTED.container}]` },
  { fact: podman.PodmanImage, system, args: { objectId: "nginx" }, output: `[${INSPECTED.image}]` },
  { fact: podman.PodmanImages, system, output: `[${INSPECTED.image}]` },
  { fact: podman.PodmanNetwork, system, args: { objectId: "shop" }, output: `[${INSPECTED.network}]` },
  { fact: podman.PodmanNetworks, system, output: `[${INSPECTED.network}]` },
  { fact: podman.PodmanVolume, system, args: { objectId: "data" }, output: `[${INSPECTED.volume}]` },
  { fact: podman.PodmanVolumes, system, output: `[${INSPECTED.volume}]` },
  {
    fact: incus.IncusImages,
    system,
    output: `[{"fingerprint": "8a3c1f", "aliases": [{"name": "debian/12"}], "type": "container"}]`,
  },
  {
    fact: docker.DockerImageHistory,
    system,
    args: { imageId: "nginx" },
    output: `{"ID": "8c7716127147", "CreatedBy": "RUN apt-get update", "Size": "0"}`,
  },
  {
    fact: docker.DockerImageLayers,
    system,
    output: `{"Id": "sha256:8c7716127147", "RootFS": {"Type": "layers", "Layers": ["sha256:1a2b3c"]}}`,
  },
  { fact: docker.DockerAuths, system, output: `{"auths": {"ghcr.io": {}}}` },
  { fact: docker.DockerSystemInfo, system, output: `{"ID": "3b1c", "Containers": 2, "ServerVersion": "28.2.2"}` },
  { fact: docker.DockerNetworkLabels, system, output: `{"Id": "9d2a1b7c3e4f", "Labels": {"tier": "web"}}` },
  { fact: podman.PodmanPods, system, output: `[{"Id": "5d6e7f", "Name": "shop", "Status": "Running"}]` },
  {
    fact: podman.PodmanSystemInfo,
    system,
    output: `{"host": {"arch": "amd64", "kernel": "6.1.0-18-amd64"}, "version": {"Version": "4.3.1"}}`,
  },
  { fact: kubernetes.KubernetesNodes, system: "Kubernetes 1.32", output: NODE },
  { fact: kubernetes.KubernetesPods, system: "Kubernetes 1.32", args: { namespace: "shop" }, output: POD },
  {
    fact: incus.IncusProfiles,
    system,
    output: `[{"name": "default", "description": "", "config": {}, "devices": {}}]`,
  },
  { fact: incus.IncusProjects, system, output: `[{"name": "default", "description": "", "config": {}}]` },
  {
    fact: incus.IncusStoragePools,
    system,
    output: `[{"name": "default", "driver": "zfs", "status": "Created", "config": {}}]`,
  },
];
