import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { password } from "../password.ts";
import { word } from "../word.ts";
import { DockerAuths } from "./facts.ts";

const HUB = "https://index.docker.io/v1/";
const server = () => word().optional().describe("the registry (default: Docker Hub)");

const loginArguments = () =>
  z.object({
    username: z.string().min(1).describe("the user"),
    password: password().describe("the password or token; never shown, and in no process list"),
    server: server(),
    force: z.boolean().default(false).describe("log in every time, as after the password has changed"),
  });

/** Logs in to a registry of images. */
export const login: Operation<Arguments<typeof loginArguments>> = operation(
  {
    module: "docker",
    name: "login",
    doc: "Logs the user in to a registry, unless docker's `config.json` says that this is so. Systems with docker.",
    args: loginArguments,
    invalidates: ["docker"],
  },
  async function* ({ username, password, server, force }, host) {
    if (!force && (await host.fact(DockerAuths)).includes(server ?? HUB)) {
      return host.noop(`docker is logged in to ${server ?? "Docker Hub"}`);
    }
    yield sh`printf %s ${password} | docker login --username ${username} --password-stdin ${[server]}`;
  },
);

const logoutArguments = () => z.object({ server: server() });

/** Logs out of a registry of images. */
export const logout: Operation<Arguments<typeof logoutArguments>> = operation(
  {
    module: "docker",
    name: "logout",
    doc: "Logs the user out of a registry that docker's `config.json` has. Systems with docker.",
    args: logoutArguments,
    invalidates: ["docker"],
  },
  async function* ({ server }, host) {
    if (!(await host.fact(DockerAuths)).includes(server ?? HUB)) {
      return host.noop(`docker is not logged in to ${server ?? "Docker Hub"}`);
    }
    yield sh`docker logout ${[server]}`;
  },
);
