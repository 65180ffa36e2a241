/** What stands for `import(…)` in linked modules. */
export const DYNAMIC_IMPORT = "$droverImport";
/** What stands for `import.meta` in linked modules. */
export const IMPORT_META = "$droverMeta";
