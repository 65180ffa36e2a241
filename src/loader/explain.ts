import { stripVTControlCharacters } from "node:util";
import { didYouMean, DroverError, formatCallSite, messageOf, pathOf, scriptFrame } from "../api/mod.ts";

const PLACE = /(file:\/\/\S+?):(\d+):(\d+)/;

/** Turns what an import throws into an error that says where it is and what to do. */
export async function explainImport(error: unknown, url: string): Promise<DroverError> {
  const text = stripVTControlCharacters(messageOf(error));
  const [, module, line, column] = PLACE.exec(text) ?? [];
  const site = module === undefined
    ? scriptFrame((error as Error)?.stack ?? "")
    : { url: module, line: Number(line), column: Number(column) };
  const message = text.split("\n").filter((row) => !/^\s*at file:/.test(row)).join("\n")
    .replace(/ at file:\/\/\S+$/, "").trim();
  const found = /Module not found "(file:[^"]+)"/.exec(message)?.[1];
  const [what, hint] = found === undefined ? [message + await nearestExport(message), undefined] : [
    `no such file: ${pathOf(found)}${await nearestFile(new URL(found))}`,
    "A relative import belongs to the file that writes it.",
  ];
  return new DroverError("load", `Cannot load ${pathOf(url)}: ${what}`, {
    hint,
    at: site && formatCallSite(site),
    cause: error,
  });
}

/** "; did you mean X?" with the file of that folder that has the nearest name. */
export async function nearestFile(url: URL): Promise<string> {
  const names = await Array.fromAsync(Deno.readDir(new URL(".", url)), ({ name }) => name).catch(() => []);
  return didYouMean(decodeURIComponent(url.pathname.split("/").pop()!), names);
}

// Only what Drover exports is known without running anything.
async function nearestExport(message: string): Promise<string> {
  const [, from, name] =
    /requested module '(drover(?:\/\w+)?)' does not provide an export named '([^']+)'/.exec(message) ?? [];
  if (from === undefined) return "";
  const exports = await import(import.meta.resolve(from)).catch(() => ({}));
  return didYouMean(name!, Object.keys(exports));
}
