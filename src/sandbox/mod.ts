/** Runs deploy scripts in a worker without permissions; all that they want goes through the engine. @module */
export { type Loaded, openSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
