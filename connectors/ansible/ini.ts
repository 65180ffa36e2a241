import { addHost, type Group, groupNamed, type Inventory, mistake, type Variables, vaultRefusal } from "./inventory.ts";
import { pythonLiteral } from "./literal.ts";
import { expandPattern } from "./ranges.ts";
import { splitWords } from "./words.ts";

const SECTION = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;
const KINDS = ["hosts", "vars", "children"];

/** A group that was named before it was declared. */
interface Pending {
  readonly name: string;
  readonly place: string;
  readonly what: string;
}

/**
 * Reads an inventory in Ansible's INI format.
 *
 * @param label how the file is called in messages
 * @throws {DroverError} with file and line
 */
export function readIni(inventory: Inventory, text: string, label: string): void {
  const declared = new Set([...inventory.groups.keys(), "all", "ungrouped"]);
  const pending: Pending[] = [];
  let kind = "hosts";
  let group = groupNamed(inventory, "ungrouped", label);
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const place = `${label}:${index + 1}`;
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    if (line.startsWith("[") && line.replace(/#.*/, "").trim().endsWith("]")) {
      const [, name, suffix = "hosts"] = SECTION.exec(line) ?? [];
      // A host may begin with a range or an address of IPv6, which look alike.
      if (name !== undefined && (KINDS.includes(suffix) || !/^\d+$|^[A-Za-z]$/.test(suffix))) {
        if (!KINDS.includes(suffix)) {
          throw mistake(
            place,
            `[${name}:${suffix}] is no section`,
            "Sections are [GROUP], [GROUP:vars] and [GROUP:children].",
          );
        }
        kind = suffix;
        group = groupNamed(inventory, name, place);
        if (kind === "vars") pending.push({ name, place, what: `the variables of section [${name}:vars]` });
        else declared.add(name);
        continue;
      }
    }
    if (kind === "hosts") hostLine(inventory, group, line, place);
    else if (kind === "vars") Object.assign(group.vars, variableOf(line, place));
    else pending.push(childLine(inventory, group, line, place));
  }
  for (const { name, place, what } of pending) {
    if (declared.has(name)) continue;
    throw mistake(place, `${what} are of a group "${name}", which is not declared`, known([...declared]));
  }
}

function known(groups: readonly string[]): string {
  return `Declare it with [GROUP]; the groups are ${groups.join(", ")}.`;
}

function hostLine(inventory: Inventory, group: Group, line: string, place: string): void {
  const [pattern = "", ...assignments] = attempt(place, () => splitWords(line));
  const vars: Variables = {};
  for (const assignment of assignments) Object.assign(vars, variableOf(assignment, place));
  const { names, port } = attempt(place, () => expandPattern(pattern));
  if (port !== undefined) vars.ansible_port ??= port;
  for (const name of names) addHost(inventory, group, name, vars);
}

function childLine(inventory: Inventory, group: Group, line: string, place: string): Pending {
  const [name = "", ...rest] = attempt(place, () => splitWords(line));
  if (rest.length > 0) throw mistake(place, `a child is the name of one group, found "${line}"`);
  group.children.add(name);
  groupNamed(inventory, name, place);
  return { name, place, what: `the children of section [${group.name}:children]` };
}

function variableOf(text: string, place: string): Variables {
  const [, key, value = ""] = /^([^=]+?)\s*=\s*(.*)$/s.exec(text) ?? [];
  if (key === undefined) throw mistake(place, `expected NAME=VALUE, found "${text}"`);
  if (value.startsWith("!vault") || value.startsWith("$ANSIBLE_VAULT")) throw vaultRefusal(place, `"${key}"`);
  return { [key]: pythonLiteral(value) };
}

function attempt<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw mistake(place, (error as Error).message);
  }
}
