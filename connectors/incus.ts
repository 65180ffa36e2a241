/**
 * `@incus`: all running instances of incus; `@incus/NAME`: one of them; `@incus/REMOTE:`: those of a remote.
 *
 * @module
 */
import type { AnyConnector } from "drover/connectors";
import { instancesConnector } from "./containers/instances.ts";

/** Runs in instances of incus. */
const incus: AnyConnector = instancesConnector("incus");

export default incus;
