import { DroverError, pathOf } from "../api/mod.ts";

/** As what a module is imported: `with { type: "json" }` and so on. */
export type ImportType = "module" | "json" | "text" | "bytes";

/** The type that an import asks for. @throws {DroverError} for one that nobody knows. */
export function importType(type: string | undefined, url: string): ImportType {
  if (type === undefined) return "module";
  if (type === "json" || type === "text" || type === "bytes") return type;
  throw new DroverError("load", `${pathOf(url)} imports with { type: ${JSON.stringify(type)} }`, {
    hint: 'The types of imports are "json", "text" and "bytes".',
  });
}
