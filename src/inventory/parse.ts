import { isDeepStrictEqual } from "node:util";
import { type Data, didYouMean, DroverError } from "../api/mod.ts";
import { described } from "./describe.ts";
import type { Located, ValuePath } from "./read.ts";

/** A host as it stands in an inventory: a name, or a reference to a connector that may stand for several. */
export interface ParsedHost {
  readonly reference: string;
  readonly data: Data;
}

/** A group as it stands in an inventory. */
export interface ParsedGroup {
  readonly name: string;
  readonly hosts: readonly ParsedHost[];
  readonly data: Data;
  readonly children: readonly string[];
  /** Where it stands, for messages. */
  readonly place: string;
}

/** Whether a value is an object of keys and values, and not a list, a date or the like. */
export function isMapping(value: unknown): value is Data {
  if (value === null || typeof value !== "object") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What is wrong with the name of a host, or nothing. */
export function hostNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return `expected the name of a host, found ${described(name)}`;
  // A leading dash would be an option to the programs that connect.
  if (/^$|^-|[\s,*?\p{Cc}]/u.test(name)) return `${JSON.stringify(name)} cannot be the name of a host`;
}

/**
 * Checks the shape of an inventory and brings its groups into one form. `all` is the first.
 *
 * @throws {DroverError} that lists all that is wrong, each with its place.
 */
export function parseSpec(located: Located): readonly ParsedGroup[] {
  const problems: string[] = [];
  const parser = new SpecParser((path, message) => {
    const way = path.length === 0 ? "" : ` ${path.join(".")}:`;
    problems.push(`${located.locate(path)}:${way} ${message}`);
  }, located);
  const groups = parser.spec(located.value);
  if (problems.length > 0) {
    throw new DroverError("inventory", `The inventory is not right:\n${problems.join("\n")}`, {
      hint: "An inventory has groups, hosts and data; a group has hosts, data and children, or is a list of hosts.",
    });
  }
  return groups;
}

class SpecParser {
  readonly #problem: (path: ValuePath, message: string) => void;
  readonly #located: Located;

  constructor(problem: (path: ValuePath, message: string) => void, located: Located) {
    this.#problem = problem;
    this.#located = located;
  }

  spec(value: unknown): ParsedGroup[] {
    if (!isMapping(value)) {
      this.#problem([], `expected an object with groups, hosts or data, found ${described(value)}`);
      return [];
    }
    this.#keys(value, ["groups", "hosts", "data"], []);
    const groups = this.#mapping(value.groups, ["groups"]);
    const parsed = Object.entries(groups).map(([name, group]) => this.#group(name, group));
    const all = parsed.find((group) => group.name === "all");
    if (all?.children.length) {
      this.#problem(["groups", "all", "children"], `"all" holds every host and has no children`);
    }
    return [
      {
        name: "all",
        hosts: [...this.#hosts(value.hosts, ["hosts"]), ...all?.hosts ?? []],
        data: { ...this.#mapping(value.data, ["data"]), ...all?.data },
        children: [],
        place: this.#located.locate(all ? ["groups", "all"] : []),
      },
      ...parsed.filter((group) => group.name !== "all"),
    ];
  }

  #group(name: string, value: unknown): ParsedGroup {
    const path = ["groups", name];
    if (/^$|[\s,*?]/.test(name)) {
      this.#problem(path, `a group's name is not empty and has no spaces, commas, "*" or "?"`);
    }
    const parts = Array.isArray(value) ? { hosts: value } : this.#mapping(value, path, "a list of hosts or an object");
    const base = Array.isArray(value) ? path : [...path, "hosts"];
    if (!Array.isArray(value)) this.#keys(parts, ["hosts", "data", "children"], path);
    return {
      name,
      hosts: this.#hosts(parts.hosts, base),
      data: this.#mapping(parts.data, [...path, "data"]),
      children: this.#children(parts.children, [...path, "children"]),
      place: this.#located.locate(path),
    };
  }

  #hosts(value: unknown, path: ValuePath): ParsedHost[] {
    const hosts = new Map<string, ParsedHost>();
    for (const [index, item] of this.#list(value, path).entries()) {
      const host = this.#host(item, [...path, index]);
      if (!host) continue;
      const twin = hosts.get(host.reference);
      if (twin && !isDeepStrictEqual(twin.data, host.data)) {
        this.#problem([...path, index], `host "${host.reference}" is here twice with different data`);
      }
      hosts.set(host.reference, host);
    }
    return [...hosts.values()];
  }

  #host(item: unknown, path: ValuePath): ParsedHost | undefined {
    let name = item;
    let data: unknown;
    if (Array.isArray(item)) {
      [name, data] = item;
      if (item.length > 2) {
        this.#problem(path, `expected [name, data], found a list of ${item.length}`);
        return undefined;
      }
    } else if (isMapping(item)) {
      this.#keys(item, ["name", "data"], path);
      ({ name, data } = item);
    }
    const problem = hostNameProblem(name);
    if (problem) {
      this.#problem(path, problem);
      return undefined;
    }
    return { reference: name as string, data: this.#mapping(data, path) };
  }

  #children(value: unknown, path: ValuePath): string[] {
    const children = this.#list(value, path);
    for (const [index, child] of children.entries()) {
      if (typeof child !== "string") {
        this.#problem([...path, index], `expected the name of a group, found ${described(child)}`);
      }
    }
    return children.filter((child) => typeof child === "string");
  }

  #list(value: unknown, path: ValuePath): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.#problem(path, `expected a list, found ${described(value)}`);
    return [];
  }

  #mapping(value: unknown, path: ValuePath, expected = "an object"): Data {
    if (value === undefined || value === null) return {};
    if (isMapping(value)) return value;
    this.#problem(path, `expected ${expected}, found ${described(value)}`);
    return {};
  }

  #keys(value: Data, known: readonly string[], path: ValuePath): void {
    for (const key of Object.keys(value).filter((key) => !known.includes(key))) {
      const advice = didYouMean(key, known) || `; the keys are ${known.join(", ")}`;
      this.#problem([...path, key], `no key "${key}"${advice}`);
    }
  }
}
