import { type Option, OPTIONS } from "./options.ts";

/** The text of `drover --help`. */
export function helpText(): string {
  const rows = (OPTIONS as readonly Option[]).map((option) => [
    `  ${option.short ? `-${option.short}, ` : "    "}--${option.name}${option.value ? ` ${option.value}` : ""}`,
    option.doc + (option.environment ? ` (${option.environment})` : ""),
  ]);
  const width = Math.max(...rows.map(([left]) => left!.length)) + 2;
  return `Drives hosts to the state that a deploy script describes.

Usage:
  drover [OPTIONS] INVENTORY SCRIPT.ts [SCRIPT.ts …]            plan, ask, apply
  drover [OPTIONS] INVENTORY MODULE.OPERATION [KEY=VALUE …]     one operation
  drover [OPTIONS] INVENTORY fact MODULE.FACT [KEY=VALUE …] …   facts, as JSON
  drover [OPTIONS] INVENTORY facts all|MODULE|MODULE.FACT …     all that hosts tell about themselves, as JSON
  drover [OPTIONS] INVENTORY exec -- COMMAND …                  a command
  drover [OPTIONS] INVENTORY debug-inventory                    hosts, groups and data
  drover [--json] results merge FILE…                           results of several runs as one
  drover cache [OPTIONS] SCRIPT …                               fetch what scripts need; --clean forgets it
  drover init [FOLDER]                                          a new project
  drover upgrade [--version VERSION]                            another version of this executable

INVENTORY is a file (inventory.ts, inventory.yml) or names with commas between them: @local, web1.net,web2.net.
Operations and facts that do not come with Drover are SPECIFIER#EXPORT: ./my_operations.ts#motd, jsr:@acme/ops#Motd.

Options:
${rows.map(([left, right]) => left!.padEnd(width) + right).join("\n")}

Exit codes: 0 ok, 1 a host failed, 2 usage or load error, 3 changes pending (--dry, or not applied),
4 no host reachable, 130 interrupted.
`;
}
