/** uv: Python packages, tools and Pythons. @module */
export * from "./facts.ts";
export * from "./facts_pythons.ts";
