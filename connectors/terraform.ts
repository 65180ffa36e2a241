/**
 * `@terraform[/KEY]`: hosts from an output of Terraform or OpenTofu in the working folder.
 *
 * @module
 */
import {
  type AnyConnector,
  connector,
  type ConnectorContext,
  DroverError,
  type NamedHost,
  UsageError,
} from "drover/connectors";
import { answerOf, notInstalled } from "./local_program.ts";
import { parsePrinted } from "./printed.ts";

/** The keys that are looked for where the reference names none. */
const DEFAULT_KEYS = ["drover_inventory.value", "pyinfra_inventory.value"];

/** Asks Terraform for hosts; they are reached by ssh. */
const terraform: AnyConnector = connector({
  name: "terraform",
  async *makeNamesData(argument, context) {
    yield* hostsOfOutputs(await readOutputs(context), argument, (value) => context.secret(value));
  },
});

export default terraform;

/** The outputs as `terraform output -json` prints them: an object with a `value` for each name. */
type Outputs = Readonly<Record<string, unknown>>;

async function readOutputs({ signal }: ConnectorContext): Promise<Outputs> {
  for (const program of ["terraform", "tofu"]) {
    const hint = `Run "${program} output -json" in this folder, or name the folder of the configuration with --chdir.`;
    const text = await answerOf(program, ["output", "-json", "-no-color"], { signal, hint });
    if (text !== undefined) return parseOutputs(text, program);
  }
  throw notInstalled("@terraform", "neither terraform nor tofu is");
}

/**
 * Reads what `terraform output -json` prints, among lines of others: HCP Terraform tells of a connection that was lost,
 * version managers and wrappers tell what they start.
 *
 * @throws {DroverError}
 */
export function parseOutputs(text: string, program: string): Outputs {
  const [json = text] = /^\{\}\s*$|^\{.*^\}/ms.exec(text) ?? [];
  const outputs = parsePrinted(json, `${program} output -json`);
  if (isObject(outputs)) return outputs;
  throw new DroverError("inventory", `"${program} output -json" printed ${kindOf(outputs)}, not an object`);
}

/**
 * The hosts under a key of the outputs: a list of names and objects, or an object that has such lists by group.
 *
 * @param key the way to it with dots between, `.value` of the output may be left out
 * @throws {DroverError} that names the outputs that there are
 */
export function hostsOfOutputs(
  outputs: Outputs,
  key: string | undefined,
  secret: (value: string) => string,
): NamedHost[] {
  if (key === "") throw new UsageError(`Cannot use "@terraform/": the key is empty`, { hint: "Write @terraform/KEY." });
  // An output stands for its value, also on the way to what is in it.
  const innerOf = (found: unknown) => isOutput(found) ? found.value : found;
  const values = Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, innerOf(output)]));
  for (const wanted of key === undefined ? DEFAULT_KEYS : [key, `${key}.value`]) {
    const inner = innerOf(valueAt(outputs, wanted)) ?? valueAt(values, wanted);
    if (inner !== undefined && inner !== null) return hostsOf(inner, wanted, secret);
  }
  const names = Object.keys(outputs);
  const what = key === undefined ? `no output ${DEFAULT_KEYS.join(" and no ")}` : `no output "${key}"`;
  throw new DroverError("inventory", `Terraform has ${what}`, {
    hint: names.length === 0
      ? "There are no outputs at all in this folder; declare one and run terraform apply."
      : `The outputs are ${names.join(", ")}; write @terraform/KEY, as in @terraform/${names[0]}.value.`,
  });
}

// A key may itself have dots, so each way to part the text is tried.
function valueAt(value: unknown, key: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  for (let dot = key.indexOf("."); dot >= 0; dot = key.indexOf(".", dot + 1)) {
    const head = key.slice(0, dot);
    const found = Object.hasOwn(value, head) ? valueAt(value[head], key.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
}

function hostsOf(value: unknown, key: string, secret: (value: string) => string): NamedHost[] {
  if (Array.isArray(value)) return value.map((item, index) => hostOf(item, `${key}[${index}]`, [], secret));
  if (!isObject(value)) throw wrongShape(key, value, "a list of hosts, or an object with a list for each group");
  return Object.entries(value).flatMap(([group, hosts]) => {
    if (!Array.isArray(hosts)) throw wrongShape(`${key}.${group}`, hosts, `the list of hosts of group "${group}"`);
    return hosts.map((item, index) => hostOf(item, `${key}.${group}[${index}]`, [group], secret));
  });
}

function hostOf(
  item: unknown,
  key: string,
  groups: readonly string[],
  secret: (value: string) => string,
): NamedHost {
  if (typeof item === "string") return { name: item, groups: ["@terraform", ...groups] };
  if (!isObject(item)) throw wrongShape(key, item, "the name of a host or an object");
  const { name = item.ssh_hostname ?? item.sshHostname, ...data } = item;
  if (typeof name !== "string") {
    throw new DroverError("inventory", `Terraform's ${key} has neither "name" nor "ssh_hostname"`, {
      hint: `Its keys are ${Object.keys(item).join(", ") || "none"}; one of the two has to name the host.`,
    });
  }
  for (const [key, entry] of Object.entries(data)) {
    if (/passw(or)?d$/i.test(key) && typeof entry === "string" && entry !== "") secret(entry);
  }
  return { name, data, groups: ["@terraform", ...groups] };
}

function wrongShape(key: string, found: unknown, expected: string): DroverError {
  return new DroverError("inventory", `Terraform's ${key} is ${kindOf(found)}, expected ${expected}`, {
    hint: `Name another output: a list is like ["web1.net", { name = "web2", ssh_hostname = "10.0.0.2" }].`,
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOutput(value: unknown): value is { readonly value: unknown } {
  return isObject(value) && "value" in value && "type" in value && "sensitive" in value;
}

// The value itself is not shown: an output may be sensitive.
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null) return "null";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
