/**
 * `@local`: this machine.
 *
 * @module
 */
import { type AnyConnector, connector, type Process, spawnLocal, UsageError, z } from "drover/connectors";

/** Runs on the machine that Drover runs on. */
const local: AnyConnector = connector({
  name: "local",
  data: () => z.object({}),
  makeNamesData(argument) {
    if (argument !== undefined) {
      throw new UsageError(`Cannot use "@local/${argument}": @local is one host and takes no argument`, {
        hint: "Write @local.",
      });
    }
    return [{ name: "@local", groups: ["@local"] }];
  },
  connect() {
    const running = new Set<Process>();
    return Promise.resolve({
      channels: 64,
      async spawn(argv, options) {
        const process = await spawnLocal(argv, options);
        running.add(process);
        process.status.then(() => running.delete(process));
        return process;
      },
      async disconnect() {
        const rest = [...running];
        for (const process of rest) process.kill("KILL");
        await Promise.all(rest.map((process) => process.status));
      },
    });
  },
});

export default local;
