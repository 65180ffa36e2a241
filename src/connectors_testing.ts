/**
 * The contract of connectors as tests, for their authors.
 *
 * @module
 */
export { type ContractNeed, type ContractOptions, testContract } from "./testing/mod.ts";
