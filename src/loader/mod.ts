/** Loads code: deploy scripts, inventories, config, connectors. @module */
export { builtInConnector, CONNECTOR_NAMES } from "./connectors.ts";
export { type Loader, makeLoader } from "./loader.ts";
