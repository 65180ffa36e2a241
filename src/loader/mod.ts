/** Loads code: deploy scripts, inventories, config, connectors. @module */
export { cacheFolder } from "./cache.ts";
export { builtInConnector, CONNECTOR_NAMES } from "./connectors.ts";
export { type Loader, type LoaderOptions, makeLoader, openLoader } from "./loader.ts";
export type { ImportType } from "./import_type.ts";
export type { IsolatedLoader } from "./isolated.ts";
export type { TrustOptions } from "./trust.ts";
export { type Connectors, makeConnectors } from "./user_connectors.ts";
