/**
 * Calls the deploy of another script, with its argument.
 *
 *     drover examples/inventory.ts examples/upgrade_v2.ts --limit eu-west
 *
 * @module
 */
import upgrade from "./upgrade.ts";

export default () => upgrade({ version: "v2.0" });
