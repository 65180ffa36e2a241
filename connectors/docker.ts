/**
 * `@docker/IMAGE` builds an image, `@docker/CONTAINER` runs on a container that is there.
 *
 * @module
 */
import type { AnyConnector } from "drover/connectors";
import { engineConnector } from "./containers/engine.ts";

/** Runs in docker's containers. */
const docker: AnyConnector = engineConnector("docker");

export default docker;
