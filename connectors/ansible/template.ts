import type { Variables } from "./inventory.ts";

/** Whether a value has a template of Jinja in it. */
export function hasTemplate(value: unknown): boolean {
  if (typeof value === "string") return /\{\{|\{%/.test(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasTemplate);
}

/**
 * Fills in the names of variables and of the environment: `{{ inventory_hostname }}`, `{{ site.domain }}`,
 * `{{ lookup('env', 'HOME') }}`. More of Jinja needs Ansible.
 *
 * @throws {Error} that says what could not be filled in
 */
export function filledIn(text: string, vars: Variables, depth = 0): string {
  if (depth > 10) throw new Error("its templates refer to each other");
  const filled = text.replaceAll(/\{\{(.*?)\}\}/gs, (_, inside: string) => {
    const value = valueOf(inside.trim(), vars);
    return hasTemplate(value) ? filledIn(value, vars, depth + 1) : value;
  });
  if (hasTemplate(filled)) throw new Error(`${JSON.stringify(text)} is more than the name of a variable`);
  return filled;
}

function valueOf(expression: string, vars: Variables): string {
  const environment = /^lookup\(\s*(["'])(?:ansible\.builtin\.)?env\1\s*,\s*(["'])(\w+)\2\s*\)$/.exec(expression)?.[3];
  if (environment !== undefined) {
    const value = Deno.env.get(environment);
    if (value === undefined) throw new Error(`the variable ${environment} of the environment is not set`);
    return value;
  }
  if (!/^[A-Za-z_]\w*(\.\w+)*$/.test(expression)) {
    throw new Error(`"{{ ${expression} }}" is more than the name of a variable`);
  }
  let value: unknown = vars;
  for (const step of expression.split(".")) {
    value = typeof value === "object" && value !== null && Object.hasOwn(value, step)
      ? (value as Variables)[step]
      : undefined;
  }
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new Error(`there is no variable "${expression}" with text or a number`);
}
