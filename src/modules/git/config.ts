import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { GitConfig } from "./facts.ts";

const args = () =>
  z.object({
    key: word().describe("the setting, as `user.email`"),
    value: z.string().describe("its value"),
    multiValue: z.boolean().default(false).describe("add the value to those that are there, instead of replacing them"),
    repo: z.string().min(1).optional().describe("the repository's folder (default: the user's settings)"),
    system: z.boolean().default(false).describe("the system's settings instead of the user's"),
  });

/** Sets a git setting of a repository, the user or the system. */
export const config: Operation<Arguments<typeof args>> = operation(
  {
    module: "git",
    name: "config",
    doc: "Sets a git setting of a repository, the user or the system. Any system with git.",
    args,
    invalidates: ["git", "files"],
  },
  async function* ({ key, value, multiValue, repo, system }, host) {
    const settings = await host.fact(GitConfig, { repo, system });
    const name = canonical(key);
    const values = Object.hasOwn(settings, name) ? settings[name]! : [];
    if (multiValue ? values.includes(value) : values.length === 1 && values[0] === value) {
      return host.noop(`git config ${key} is set to ${value}`);
    }
    // Without --replace-all git refuses to replace several values by one.
    const how = multiValue ? "--add" : values.length > 1 ? "--replace-all" : undefined;
    const scope = repo !== undefined ? "--local" : system ? "--system" : "--global";
    const command = sh`git config ${[scope, how, key, value]}`;
    yield repo === undefined ? command : sh`cd ${repo} && ${command}`;
  },
);

/** The form in which git lists a key: section and name in lower case, what is between them as it is. */
function canonical(key: string): string {
  const [section = "", ...rest] = key.split(".");
  const name = rest.pop();
  return [section.toLowerCase(), ...rest, ...(name === undefined ? [] : [name.toLowerCase()])].join(".");
}
