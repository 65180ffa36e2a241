/**
 * `@podmanssh/HOST:IMAGE`: podman's containers on a host that is reached by SSH.
 *
 * @module
 */
import type { AnyConnector } from "drover/connectors";
import { throughSsh } from "./containers/through_ssh.ts";

/** Runs in podman's containers on a host behind SSH. */
const podmanssh: AnyConnector = throughSsh("podman");

export default podmanssh;
