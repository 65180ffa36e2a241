import { deepStrictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import type { FactError } from "../../api/mod.ts";
import { processFact } from "../../testing/mod.ts";
import {
  DockerAuths,
  DockerContainer,
  DockerContainerEnvs,
  DockerContainerFsChanges,
  DockerContainerPorts,
  DockerContainerProcesses,
  DockerContainerStats,
  DockerImageHistory,
  DockerImageLabels,
  DockerSystemInfo,
  DockerVersion,
  DockerVolumeLabels,
} from "./mod.ts";

Deno.test("DockerContainer is the container, and null where docker prints an empty list", () => {
  deepStrictEqual(processFact(DockerContainer, '[\n{"Id": "a"}\n]\n', { objectId: "web" }), { Id: "a" });
  deepStrictEqual(processFact(DockerContainer, "[]\n", { objectId: "web" }), null);
  throws(() => processFact(DockerContainer, "", { objectId: "--all" }), /objectId/);
});

Deno.test("DockerContainerEnvs keeps equals signs and newlines, and no error shows a value", () => {
  const line = JSON.stringify({ Id: "a", Config: { Env: ["A=b=c", "S=x\ny", "FLAG"] } });
  deepStrictEqual(processFact(DockerContainerEnvs, line), { a: { A: "b=c", S: "x\ny", FLAG: "" } });
  const long = JSON.stringify([{ Id: "a".repeat(64), Config: { Env: { PASSWORD: "hunter2" } } }]);
  throws(
    () => processFact(DockerContainerEnvs, long),
    (error: FactError) => !`${error.message} ${error.hint}`.includes("hunter2"),
  );
});

Deno.test("parts are empty where docker tells none, and an error where it does not tell the thing", () => {
  deepStrictEqual(processFact(DockerImageLabels, '{"Id":"a","Config":{"Labels":null}}'), { a: {} });
  deepStrictEqual(processFact(DockerVolumeLabels, '{"Name":"data","Labels":{"k":"v"}}'), { data: { k: "v" } });
  const ports =
    '[{"Id": "a", "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "::", "HostPort": "1"}], "1/udp": null}}}]';
  deepStrictEqual(processFact(DockerContainerPorts, ports), {
    a: { "80/tcp": [{ HostIp: "::", HostPort: "1" }], "1/udp": null },
  });
  throws(() => processFact(DockerImageLabels, '{"Config":{"Labels":null}}'), /expected Id and Config.Labels, found/);
});

Deno.test("DockerVersion has no server where the daemon does not answer", () => {
  // Docker 28.2.
  const client = '{"Client":{"Version":"28.2.2","ApiVersion":"1.50","Context":"default"},"Server":null}';
  deepStrictEqual(processFact(DockerVersion, client), {
    Client: { Version: "28.2.2", ApiVersion: "1.50", Context: "default" },
    Server: null,
  });
  throws(() => processFact(DockerVersion, "docker: command not found"), /found "docker: command not found"/);
});

Deno.test("DockerSystemInfo is an error where old versions print one and end well", () => {
  // Docker 20.10 without a daemon.
  const info = '{"ID":"","Containers":0,"ServerErrors":["Cannot connect to the Docker daemon"]}';
  throws(() => processFact(DockerSystemInfo, info), /the daemon cannot be asked: Cannot connect to the Docker daemon/);
  deepStrictEqual(processFact(DockerSystemInfo, '{"ID":"x","ServerErrors":null}')?.ID, "x");
});

Deno.test("DockerAuths gives the servers and never what is to be kept secret", () => {
  // Docker's settings with and without a credential helper, and podman's.
  const plain = '{\n\t"auths": {\n\t\t"ghcr.io": {\n\t\t\t"auth": "YTpi"\n\t\t}\n\t}\n}';
  const helper = '{"auths":{"https://index.docker.io/v1/":{},"ghcr.io":{}},"credsStore":"pass"}';
  deepStrictEqual(processFact(DockerAuths, plain), ["ghcr.io"]);
  deepStrictEqual(processFact(DockerAuths, helper), ["https://index.docker.io/v1/", "ghcr.io"]);
  deepStrictEqual(["", "{}", '{"auths":null}'].map((text) => processFact(DockerAuths, text)), [[], [], []]);
  throws(
    () => processFact(DockerAuths, '{"auths":{"a":{"auth":"YTpi"}}'),
    (error: FactError) => !`${error.message} ${error.hint} ${(error.cause as Error).message}`.includes("YTpi"),
  );
});

Deno.test("DockerContainerProcesses keeps the spaces of a command line", () => {
  // Docker 28.2, procps on the host; and podman 4.3.
  const docker = "UID     PID   PPID  C   STIME  TTY  TIME      CMD\n" +
    "root    4101  4078  0   10:00  ?    00:00:00  nginx: master  process\n";
  const podman =
    "USER    PID  PPID  %CPU   ELAPSED      TTY  TIME  COMMAND\nroot    1    0     0.000  5m3.1s  ?    0s    sleep 1d\n";
  deepStrictEqual(processFact(DockerContainerProcesses, docker, { containerId: "a" }), [
    {
      UID: "root",
      PID: "4101",
      PPID: "4078",
      C: "0",
      STIME: "10:00",
      TTY: "?",
      TIME: "00:00:00",
      CMD: "nginx: master  process",
    },
  ]);
  deepStrictEqual(processFact(DockerContainerProcesses, podman, { containerId: "a" })?.[0]?.COMMAND, "sleep 1d");
  deepStrictEqual(processFact(DockerContainerProcesses, "", { containerId: "a" }), null);
  throws(() => processFact(DockerContainerProcesses, "what", { containerId: "a" }), /heading with PID, found "what"/);
});

Deno.test("DockerContainerFsChanges reads paths with spaces and newlines", () => {
  const changes = processFact(DockerContainerFsChanges, "C /etc\nA /etc/a b\nc\nD /é\ndone\n", { containerId: "a" });
  deepStrictEqual(changes, [
    { path: "/etc", kind: "C" },
    { path: "/etc/a b\nc", kind: "A" },
    { path: "/é", kind: "D" },
  ]);
  deepStrictEqual(processFact(DockerContainerFsChanges, "done\n", { containerId: "a" }), []);
  deepStrictEqual(processFact(DockerContainerFsChanges, "", { containerId: "a" }), null);
  fc.assert(fc.property(fc.array(fc.constantFrom("A", "C", "D")), fc.string(), (kinds, name) => {
    const path = `/x${name.replaceAll(/[\r\n]/g, "")}`;
    const lines = [...kinds.map((kind) => `${kind} ${path}`), "done"];
    deepStrictEqual(
      processFact(DockerContainerFsChanges, lines, { containerId: "a" }),
      kinds.map((kind) => ({ path, kind })),
    );
  }));
  throws(() => processFact(DockerContainerFsChanges, "E /a\n", { containerId: "a" }), /found "E \/a"/);
});

Deno.test("DockerImageHistory keeps steps without an id of their own", () => {
  // Docker 28.2.
  const step = (id: string) =>
    `{"Comment":"","CreatedAt":"2023-07-22T04:26:40Z","CreatedBy":"RUN","ID":"${id}","Size":"123456"}`;
  const lines = ["sha256:a", "\\u003cmissing\\u003e", "\\u003cmissing\\u003e"].map(step);
  deepStrictEqual(processFact(DockerImageHistory, lines, { imageId: "a" })?.map(({ ID }) => ID), [
    "sha256:a",
    "<missing>",
    "<missing>",
  ]);
  deepStrictEqual(processFact(DockerImageHistory, "", { imageId: "a" }), null);
});

Deno.test("DockerContainerStats gives what docker prints of each container", () => {
  const line = '{"CPUPerc":"0.07%","ID":"a","MemUsage":"8MiB / 16GiB","Name":"web","PIDs":"2"}';
  deepStrictEqual(processFact(DockerContainerStats, [line, line.replace('"a"', '"b"')]).map(({ ID }) => ID), [
    "a",
    "b",
  ]);
  deepStrictEqual(processFact(DockerContainerStats, ""), []);
});
