/** Loads code: deploy scripts, inventories, config, connectors. @module */
export { type Loader, makeLoader } from "./loader.ts";
