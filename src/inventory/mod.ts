/** Inventories: names to hosts, groups and data. @module */
export { checkConnectorData, checkHostData, type HostWithData } from "./check.ts";
export {
  type DataLayer,
  type DataLayers,
  type LayeredData,
  layeredData,
  type LayerKind,
  lookUp,
  mergedData,
  type Origin,
} from "./data.ts";
export {
  type GroupEntry,
  type HostEntry,
  type LoadedInventory,
  loadInventory,
  type LoadInventoryOptions,
} from "./load.ts";
export type { GroupSpec, HostSpec, InventorySpec } from "./spec.ts";
export { parseValue } from "./values.ts";
