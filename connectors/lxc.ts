/**
 * `@lxc`: all running instances of LXD; `@lxc/NAME`: one of them; `@lxc/REMOTE:`: those of a remote.
 *
 * @module
 */
import type { AnyConnector } from "drover/connectors";
import { instancesConnector } from "./containers/instances.ts";

/** Runs in instances of LXD. */
const lxc: AnyConnector = instancesConnector("lxc");

export default lxc;
