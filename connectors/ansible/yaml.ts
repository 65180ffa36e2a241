import type { Node, Pair, Scalar } from "yaml";
import { addHost, groupNamed, type Inventory, isMapping, kindOf, mistake, vaultRefusal } from "./inventory.ts";
import { expandPattern } from "./ranges.ts";

/** A value of a YAML file, and where its parts stand. */
export interface YamlFile {
  readonly value: unknown;
  /** `hosts.yml:7` for the key at this path. */
  place(path: readonly string[]): string;
}

/**
 * Reads YAML as Ansible does: version 1.1, where `yes` is true.
 *
 * @param label how the file is called in messages
 * @throws {DroverError} with file and line; for anything that Ansible Vault has encrypted
 */
export async function readYaml(text: string, label: string): Promise<YamlFile> {
  if (text.startsWith("$ANSIBLE_VAULT")) throw vaultRefusal(label, "the file");
  const { isMap, isScalar, LineCounter, parseDocument, visit } = await import("yaml");
  const lines = new LineCounter();
  const at = (offset: number | undefined) => offset === undefined ? label : `${label}:${lines.linePos(offset).line}`;
  const document = parseDocument(text, {
    version: "1.1",
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
    // A date is text: JavaScript's dates would be written in another form.
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !tag.tag.endsWith(":timestamp")),
  });
  const [error] = document.errors;
  if (error) throw mistake(at(error.pos[0]), `not valid YAML: ${error.message}`);
  visit(document, {
    Scalar(_, node, path) {
      if (node.tag !== "!vault" && node.tag !== "!vault-encrypted") return;
      const keys = path.flatMap((step) => "key" in step && isScalar(step.key) ? [String(step.key.value)] : []);
      throw vaultRefusal(at(node.range?.[0]), `"${keys.join(".")}"`);
    },
  });
  return {
    value: document.toJS(),
    place(path) {
      let node = document.contents as Node | null;
      let offset = node?.range?.[0];
      for (const key of path) {
        if (!isMap(node)) break;
        const pair = (node.items as Pair<Scalar, Node | null>[]).find((one) => String(one.key?.value) === key);
        if (!pair) break;
        offset = pair.key.range?.[0] ?? offset;
        node = pair.value;
      }
      return at(offset);
    },
  };
}

const KEYS = ["hosts", "vars", "children"];

/** Takes the groups of an inventory in YAML. @throws {DroverError} with file and line */
export function readYamlInventory(inventory: Inventory, file: YamlFile, warn: (message: string) => void): void {
  const { value } = file;
  if (value === null || value === undefined) return;
  if (!isMapping(value)) throw mistake(file.place([]), `expected groups by their names, found ${kindOf(value)}`);
  if ("plugin" in value) {
    throw mistake(
      file.place(["plugin"]),
      `this is a configuration of Ansible's inventory plugin ${
        JSON.stringify(value.plugin)
      }, which only Ansible can run`,
      "Write its hosts out with ansible-inventory -i FILE --list > hosts.json, and name that file.",
    );
  }
  for (const [name, group] of Object.entries(value)) readGroup(inventory, { file, warn }, name, group, [name]);
}

interface Reading {
  readonly file: YamlFile;
  readonly warn: (message: string) => void;
}

function readGroup(
  inventory: Inventory,
  reading: Reading,
  name: string,
  value: unknown,
  path: readonly string[],
): void {
  const { file, warn } = reading;
  const group = groupNamed(inventory, name, file.place(path));
  const parts = mappingAt(file, value, path, `the group "${name}" as an object with hosts, vars or children`);
  for (const key of Object.keys(parts).filter((key) => !KEYS.includes(key))) {
    warn(`${file.place([...path, key])}: "${key}" of group "${name}" is not used; the keys are ${KEYS.join(", ")}`);
  }
  Object.assign(group.vars, mappingAt(file, parts.vars, [...path, "vars"], "variables"));
  const children = mappingAt(file, named(parts.children), [...path, "children"], "groups by their names");
  for (const [child, inner] of Object.entries(children)) {
    group.children.add(child);
    readGroup(inventory, reading, child, inner, [...path, "children", child]);
  }
  const hosts = mappingAt(file, named(parts.hosts), [...path, "hosts"], "hosts by their names");
  for (const [pattern, given] of Object.entries(hosts)) {
    const at = [...path, "hosts", pattern];
    const vars = mappingAt(file, given, at, `the variables of host "${pattern}"`);
    try {
      const { names, port } = expandPattern(pattern);
      for (const host of names) {
        addHost(inventory, group, host, port === undefined ? vars : { ansible_port: port, ...vars });
      }
    } catch (error) {
      throw mistake(file.place(at), (error as Error).message);
    }
  }
}

/** One name in place of an object with that key. */
function named(value: unknown): unknown {
  return typeof value === "string" ? { [value]: null } : value;
}

function mappingAt(file: YamlFile, value: unknown, path: readonly string[], expected: string): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  if (isMapping(value)) return value;
  throw mistake(file.place(path), `expected ${expected}, found ${kindOf(value)}`);
}
