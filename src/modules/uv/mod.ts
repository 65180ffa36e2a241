/** uv: Python packages, tools and Pythons. @module */
export * from "./facts.ts";
export * from "./facts_pythons.ts";
export { packages } from "./packages.ts";
export { pythons } from "./pythons.ts";
export { tools } from "./tools.ts";
export { toolsUpdateShell } from "./tools_update_shell.ts";
export { toolsUpgradeAll } from "./tools_upgrade_all.ts";
export { venv } from "./venv.ts";
