/**
 * `@dockerssh/HOST:IMAGE`: docker's containers on a host that is reached by SSH.
 *
 * @module
 */
import type { AnyConnector } from "drover/connectors";
import { throughSsh } from "./containers/through_ssh.ts";

/** Runs in docker's containers on a host behind SSH. */
const dockerssh: AnyConnector = throughSsh("docker");

export default dockerssh;
