import { stripVTControlCharacters } from "node:util";
import { didYouMean, DroverError, formatCallSite, messageOf, pathOf, scriptFrame } from "../api/mod.ts";

/** What is known about linked modules. */
export interface Known {
  /** What a linked module stands for: an address, or `drover` for a module of the program. */
  nameOf(address: string): string | undefined;
  /** The place in the source that a place in a linked module comes from, all from 1. */
  sourceOf(address: string, line: number, column: number): { url: string; line: number; column: number } | undefined;
  /** What a module of the program exports. */
  exportsOf(name: string): Promise<readonly string[]>;
  /** The JavaScript that was made of a module. */
  codeOf(url: string): string | undefined;
}

const PLACE = /((?:file|https?):\/\/\S+?):(\d+):(\d+)/;

/** Turns what an import throws into an error that says where it is and what to do. */
export async function explainImport(error: unknown, url: string, known: Known): Promise<DroverError> {
  const text = withoutLinked(stripVTControlCharacters(messageOf(error)), known);
  const site = placeIn(stripVTControlCharacters(messageOf(error)), known) ?? stackPlace(error, known);
  const message = text.split("\n").filter((row) => !/^\s*at (file|https?):/.test(row)).join("\n")
    .replace(/ at (file|https?):\/\/\S+$/, "").trim();
  const kind = error instanceof SyntaxError && !/^SyntaxError/.test(message) && !/export named/.test(message)
    ? "SyntaxError: "
    : "";
  return new DroverError(
    "load",
    `Cannot load ${pathOf(url)}: ${kind}${message}${await nearestExport(message, known)}`,
    {
      at: site && formatCallSite(site),
      hint: kind && hasDecorators(message, known.codeOf(site?.url ?? url))
        ? "Decorators and accessor fields are not supported."
        : undefined,
      cause: error,
    },
  );
}

// They are the one part of TypeScript that is left in the JavaScript, which cannot be parsed then.
function hasDecorators(message: string, code = ""): boolean {
  return /unexpected token$/.test(message) && /^[^#\n]*(^|[;{}\s])@[A-Za-z_$]/m.test(code) ||
    /^Unexpected identifier/.test(message) && /\baccessor\s+[\w#$[]/.test(code);
}

function placeIn(text: string, known: Known) {
  const [, address, line, column] = PLACE.exec(text) ?? [];
  if (address === undefined) return undefined;
  return known.sourceOf(address, Number(line), Number(column)) ??
    { url: address, line: Number(line), column: Number(column) };
}

// An error of the engine's names linked modules in its stack; one that a script throws names the sources already.
function stackPlace(error: unknown, known: Known) {
  const site = scriptFrame((error as Error)?.stack ?? "");
  return site && (known.sourceOf(site.url, site.line, site.column) ?? site);
}

function withoutLinked(text: string, known: Known): string {
  return text.replaceAll(/file:\/\/[^\s'"]+?\.mjs/g, (address) => known.nameOf(address) ?? address);
}

/** "; did you mean X?" with the file of that folder that has the nearest name. */
export async function nearestFile(url: URL): Promise<string> {
  const names = await Array.fromAsync(Deno.readDir(new URL(".", url)), ({ name }) => name).catch(() => []);
  const name = decodeURIComponent(url.pathname.split("/").pop()!);
  const complete = names.find((one) => one.startsWith(`${name}.`) && /\.[mc]?[jt]s$/.test(one));
  return complete === undefined ? didYouMean(name, names) : `; did you mean ${JSON.stringify(complete)}?`;
}

async function nearestExport(message: string, known: Known): Promise<string> {
  const [, from, name] = /requested module '([^']+)' does not provide an export named '([^']+)'/.exec(message) ?? [];
  if (from === undefined) return "";
  return didYouMean(name!, await known.exportsOf(from));
}
