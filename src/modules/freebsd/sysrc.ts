import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { Sysrc } from "./facts.ts";
import { jailArgument, within } from "./within.ts";

const args = () =>
  z.object({
    parameter: z.string().regex(/^[A-Za-z_]\w*$/, "the name of a variable").describe("the variable, as `nginx_enable`"),
    value: z.union([z.string(), z.number()]).transform(String).describe("its value, or what to add to or take from it"),
    jail: jailArgument(),
    command: z.enum(["set", "add", "sub", "del"]).default("set").describe(
      "`set` it, `add` words to it, take words from it (`sub`), or remove it (`del`)",
    ),
    overwrite: z.boolean().default(false).describe("with `set`: change it where it has another value already"),
  });

/** Changes a variable of FreeBSD's `rc.conf`. */
export const sysrc: Operation<Arguments<typeof args>> = operation(
  {
    module: "freebsd",
    name: "sysrc",
    doc: "Sets or removes a variable of `rc.conf`, or adds words to it or takes them from it; in a jail too. FreeBSD.",
    args,
    leavesNothing: true,
  },
  async function* ({ parameter, value, jail, command, overwrite }, host) {
    const current = await host.fact(Sysrc, { parameter, jail });
    const program = within("sysrc", jail);
    const words = current?.split(/\s+/).filter(Boolean) ?? [];
    const operands = value.split(/\s+/).filter(Boolean);
    if (command === "set") {
      if (current === value) return host.noop(`Parameter '${parameter}' already set`);
      if (current !== null && !overwrite) {
        host.warn(`${parameter} is ${JSON.stringify(current)}, and not changed without overwrite`);
        return host.noop(`Parameter '${parameter}' already set`);
      }
      yield sh`${program} -i -- ${`${parameter}=${value}`}`;
    } else if (command === "add") {
      if (operands.every((word) => words.includes(word))) return host.noop(`Parameter '${parameter}' has '${value}'`);
      yield sh`${program} -i -- ${`${parameter}+=${value}`}`;
    } else if (command === "sub") {
      if (!operands.some((word) => words.includes(word))) {
        return host.noop(`Parameter '${parameter}' has no '${value}'`);
      }
      yield sh`${program} -i -- ${`${parameter}-=${value}`}`;
    } else {
      if (current === null) return host.noop(`Cannot find sysrc(8) parameter '${parameter}'`);
      yield sh`${program} -x -- ${parameter}`;
    }
  },
);
