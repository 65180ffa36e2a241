import {
  type CommandOutput,
  ConnectError,
  type ConnectorContext,
  runArgv,
  type Spawn,
  spawnFor,
} from "drover/connectors";
import { complaint } from "./exec.ts";

/** What an engine says when it does not run, or does not answer us. */
const SILENT = [
  /cannot connect to |failed to connect to the docker api|error during connect/i,
  /daemon running\?|dial unix|permission denied.*(sock|daemon)/i,
];

/** An engine's command line, where its containers run. */
export class EngineProgram {
  readonly start: Spawn;

  constructor(readonly name: string, private readonly context: ConnectorContext) {
    this.start = spawnFor(context);
  }

  /** Runs it. @throws {ConnectError} where the program is missing or the engine does not answer */
  async run(...args: readonly string[]): Promise<CommandOutput> {
    const output = await runArgv(this.start, [this.name, ...args], { signal: this.context.signal });
    if (output.code === 127 || output.code === 126) {
      throw new ConnectError(`Cannot start ${this.name}: ${complaint(output)}`, {
        hint: `Install ${this.name} where the containers are to run.`,
      });
    }
    if (output.code !== 0 && SILENT.some((pattern) => pattern.test(output.stderr))) {
      throw new ConnectError(`The ${this.name} engine does not answer: ${complaint(output)}`, {
        hint: "Check that it runs and that the user may use it.",
      });
    }
    return output;
  }

  /** Runs it, and gives what it printed, without the final line end. @throws {ConnectError} where it fails */
  async output(what: string, ...args: readonly string[]): Promise<string> {
    const output = await this.run(...args);
    if (output.code === 0) return output.stdout.trimEnd();
    throw new ConnectError(`Cannot ${what}: ${complaint(output)}`);
  }
}
