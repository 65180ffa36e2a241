import { type Fact, fact, raw, sh, type ShellCommand, z } from "../api/mod.ts";
import { unlessSaid } from "./unless_said.ts";
import { word } from "./word.ts";

/** What a container program knows of one thing, under the program's own names. */
export type Inspected = Readonly<Record<string, unknown>>;

/** The programs that can be asked in docker's words. */
export type ContainerProgram = "docker" | "podman";

/** The kinds of things that can be inspected. */
export type InspectedKind = "container" | "image" | "network" | "plugin" | "pod" | "volume";

// The words that list the ids of all things of a kind.
const LISTS: Readonly<Record<InspectedKind, readonly string[]>> = {
  container: ["ps", "-qa"],
  image: ["images", "-q"],
  network: ["network", "ls", "-q"],
  plugin: ["plugin", "ls", "-q"],
  pod: ["pod", "ls", "-q"],
  volume: ["volume", "ls", "-q"],
};

/**
 * Inspects all things of a kind; prints nothing where there are none.
 *
 * @param format a template for one line of JSON about each, where not all is wanted
 */
export function inspectAll(program: ContainerProgram, kind: InspectedKind, format?: string): ShellCommand {
  const inspect = sh`${[program, kind, "inspect", ...(format === undefined ? [] : ["--format", format])]} $ids`;
  return sh`(set -f; ids=$(${[program, ...LISTS[kind]]}) || exit
test -z "$ids" || ${unlessGone(kind, inspect)})`;
}

/** Inspects one thing; prints an empty list or nothing where there is none of that name. */
export function inspectOne(program: ContainerProgram, kind: InspectedKind, id: string): ShellCommand {
  return unlessGone(kind, sh`${[program, kind, "inspect", id]}`);
}

/** Lets a command fail only for another reason than that the thing it asks for is not there. */
export function unlessGone(kind: InspectedKind, command: ShellCommand): ShellCommand {
  return unlessSaid(ABSENT[kind], command);
}

// "no such file or directory" is said of a daemon's socket: the kind has to be named too.
const absent = (kind: InspectedKind) =>
  raw(`*[Nn]'o such ${kind}'* | *[Nn]'o such object'* | *${kind}*'not found'* | *'${kind} not known'*`);
const ABSENT = {
  container: absent("container"),
  image: absent("image"),
  network: absent("network"),
  plugin: absent("plugin"),
  pod: absent("pod"),
  volume: absent("volume"),
};

/**
 * Reads what was inspected: a list in JSON, or one object in JSON, or one on each line. A thing that was listed twice,
 * as an image with two names, comes once.
 *
 * @throws {Error} that quotes only the beginning of what is no JSON, because the environment of a container may hold secrets
 */
export function parseInspected(lines: readonly string[]): Inspected[] {
  const text = lines.join("\n").trim();
  if (text === "") return [];
  const whole = parsed(text);
  const values = whole !== undefined ? [whole ?? []].flat() : lines.filter((line) => line.trim() !== "").map(
    (line) => parsed(line) ?? line,
  );
  const found = new Map<unknown, Inspected>();
  for (const value of values) {
    if (!isObject(value)) {
      throw new Error(`expected objects in JSON, found ${quotedStart(typeof value === "string" ? value : text)}`);
    }
    found.set(value.Id ?? value.ID ?? found.size, value);
  }
  return [...found.values()];
}

function isObject(value: unknown): value is Inspected {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of a text in quotes, too short to hold what stands behind the first fields. */
export function quotedStart(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** How a fact about things of one kind is made. */
interface InspectionOptions {
  readonly program: ContainerProgram;
  readonly kind: InspectedKind;
  readonly name: string;
  readonly doc: string;
}

/** A fact that inspects all things of a kind. */
export function inspectedList({ program, kind, name, doc }: InspectionOptions): Fact<Inspected[]> {
  return fact({
    module: program,
    name,
    doc,
    requiresCommand: program,
    sensitive: kind === "container",
    command: () => inspectAll(program, kind),
    process: parseInspected,
    default: () => [],
  });
}

/** A fact that inspects one thing. */
export function inspectedOne(
  { program, kind, name, doc }: InspectionOptions,
): Fact<Inspected | null, { objectId: string }> {
  return fact({
    module: program,
    name,
    doc,
    args: () => z.object({ objectId: objectId(kind) }),
    requiresCommand: program,
    sensitive: kind === "container",
    command: (args) => inspectOne(program, kind, args.objectId),
    process: (lines) => parseInspected(lines)[0] ?? null,
  });
}

/** An argument for the thing that a fact asks for. */
export function objectId(kind: InspectedKind): z.ZodType<string, string> {
  return word().describe(`the id or the name of the ${kind}`);
}
