import { parseArgs } from "node:util";
import { UsageError } from "../errors.ts";
import type { Terminal } from "./terminal.ts";

/** Commands about the program itself: they stand first, have no inventory, and options of their own. */
const OWN_COMMANDS = {
  "cache": {
    usage: "drover cache SCRIPT…",
    async run(argv, _version, terminal) {
      const { cacheCommand } = await import("./commands/cache.ts");
      return await cacheCommand(argv, terminal);
    },
  },
  "init": {
    usage: "drover init [FOLDER]",
    async run(argv, version, terminal) {
      const { operands } = parse("init", argv, {});
      const { initCommand } = await import("./commands/init.ts");
      return await initCommand({ folder: operands[0] ?? ".", version, terminal });
    },
  },
  "upgrade": {
    usage: "drover upgrade [--version VERSION]",
    async run(argv, version, terminal) {
      const { operands, values } = parse("upgrade", argv, { version: { type: "string" } });
      const { upgradeCommand } = await import("./commands/upgrade.ts");
      return await upgradeCommand({ version: values.version ?? operands[0], running: version, terminal });
    },
  },
} as const satisfies Record<string, OwnCommand>;

interface OwnCommand {
  readonly usage: string;
  run(argv: readonly string[], version: string, terminal: Terminal): Promise<number>;
}

/** The command about the program itself that a command line starts with. */
export function ownCommand([name = "", ...argv]: readonly string[]):
  | ((version: string, terminal: Terminal) => Promise<number>)
  | undefined {
  if (argv.includes("--help") || argv.includes("-h") || !Object.hasOwn(OWN_COMMANDS, name)) return undefined;
  const command = OWN_COMMANDS[name as keyof typeof OWN_COMMANDS];
  return (version, terminal) => command.run(argv, version, terminal);
}

type Settings = Readonly<Record<string, { readonly type: "string" }>>;

/** Parts what follows the name; at most one operand. @throws {UsageError} */
function parse(name: keyof typeof OWN_COMMANDS, argv: readonly string[], options: Settings) {
  const hint = `To call it: ${OWN_COMMANDS[name].usage}. A host of this name is written @ssh/${name}.`;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      options: { ...options, debug: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new UsageError(`${name}: ${(cause as Error).message.split(". ")[0]}`, { hint, cause });
  }
  const { positionals: operands, values } = parsed;
  if (operands.length > 1) {
    throw new UsageError(`${name} takes one word at most, found ${operands.map((one) => `"${one}"`).join(", ")}`, {
      hint,
    });
  }
  return { operands, values: values as Readonly<Record<string, string | undefined>> };
}
