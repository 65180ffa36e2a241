/** Test kit for operations, facts and deploys. @module */
export { processFact } from "./fact.ts";
export { type FactAnswer, type Given, given, type OperationPlan, plan } from "./plan.ts";
export { dryWetDryWet, type DryWetOptions, runScript, type RunScriptOptions } from "./dry_wet.ts";
export { type ContractNeed, type ContractOptions, testContract } from "./contract.ts";
export { findHosts, type HostsOptions, type TestHosts } from "./hosts.ts";
