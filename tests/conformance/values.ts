import type { Json, JsonObject } from "./cases.ts";
import { camel } from "./names.ts";

/** Facts whose result is keyed by names of the host's things: those names are data and stay as they are. */
const KEYED_BY_NAMES =
  /(Packages|Tools|PythonsBy\w+|Users|Roles|Databases|Grants|Status|Enabled|Modules|Mounts|Chains|Keys|Key|Crontab|Sysctl|Taps|Casks|SEPorts|GitConfig)$/;

/** Facts whose fields keep the names that the program gives them. */
const NAMES_OF_THE_PROGRAM = /^(docker|incus|lxd|podman|vzctl|zfs)\./;

/** Facts that give the one thing that docker puts in a list. */
const ONE_INSPECTED = /^docker\.Docker(Container|Image|Network|Volume|Plugin)$/;

/** A value of a case with its `datetime:`, `path:` and `set:` marks resolved; keys stay. */
export function plainValue(value: Json): unknown {
  if (typeof value === "string") {
    if (value.startsWith("datetime:")) return new Date(`${value.slice("datetime:".length)}Z`);
    return value.startsWith("path:") ? value.slice("path:".length) : value;
  }
  if (Array.isArray(value)) return (value[0] === "set:" ? value.slice(1) : value).map(plainValue);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
}

/**
 * What a case says that a fact gives, in the shape in which our fact gives it.
 *
 * @param nothing what our fact gives for no output; tells a list from a map
 */
export function factValue(fullName: string, value: Json, nothing: unknown): unknown {
  if (/^files\.(File|Directory|Link|Socket)$/.test(fullName)) {
    // pyinfra's tests write `true` for "it exists" and "" for "it does not".
    if (value === true) return {};
    if (value === "") return null;
  }
  if (ONE_INSPECTED.test(fullName) && Array.isArray(value)) return plainValue(value[0] ?? null);
  if (NAMES_OF_THE_PROGRAM.test(fullName) && !isEmpty(value)) return plainValue(value);
  if (isEmpty(value) && Array.isArray(nothing) !== Array.isArray(value) && isContainer(nothing)) return nothing;
  const depth = KEYED_BY_NAMES.test(fullName) ? 1 : 0;
  const shaped = withOurFields(plainValue(value), depth);
  return fullName.endsWith("Packages") && !Array.isArray(shaped) ? withVersionLists(shaped) : shaped;
}

/** Renames fields to ours; on the first `names` levels keys are data. Numeric modes become octal digits. */
function withOurFields(value: unknown, names: number): unknown {
  if (Array.isArray(value)) return value.map((item) => withOurFields(item, 0));
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, item]) => [
      names > 0 ? key : camel(key),
      key === "mode" && typeof item === "number" ? String(item) : withOurFields(item, names - 1),
    ]),
  );
}

/** Package maps in some cases hold one version, or just `true`. */
function withVersionLists(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, versions]) => {
      if (Array.isArray(versions)) return [name, versions.map(String)];
      return [name, versions === true ? [] : [String(versions)]];
    }),
  );
}

function isContainer(value: unknown): boolean {
  return value !== null && typeof value === "object";
}

function isEmpty(value: Json): boolean {
  return value !== null && typeof value === "object" && Object.keys(value).length === 0;
}

/** A value as Python's `str` prints it, which is how the keys of the cases' facts are written. */
export function pythonText(value: unknown, nested = false): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return `[${value.map((item) => pythonText(item, true)).join(", ")}]`;
  return nested && typeof value === "string" ? `'${value}'` : String(value);
}
