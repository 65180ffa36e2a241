/** Python packages and virtual environments. @module */
export { Pip3Packages, PipPackages, PipRequirementsMet } from "./facts.ts";
export { packages } from "./packages.ts";
export { venv, virtualenv } from "./virtualenv.ts";
