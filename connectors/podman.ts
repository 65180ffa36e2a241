/**
 * `@podman/IMAGE` builds an image, `@podman/CONTAINER` runs on a container that is there.
 *
 * @module
 */
import type { AnyConnector } from "drover/connectors";
import { engineConnector } from "./containers/engine.ts";

/** Runs in podman's containers. */
const podman: AnyConnector = engineConnector("podman");

export default podman;
