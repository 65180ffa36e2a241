/** Loads code: deploy scripts, inventories, config, connectors. @module */
export { cacheFolder } from "./cache.ts";
export { builtInConnector, CONNECTOR_NAMES } from "./connectors.ts";
export { type Loader, type LoaderOptions, makeLoader } from "./loader.ts";
export type { TrustOptions } from "./trust.ts";
export { type Connectors, makeConnectors } from "./user_connectors.ts";
