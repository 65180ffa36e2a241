import { setTimeout as sleep } from "node:timers/promises";
import {
  type Arguments,
  functionCommand,
  type FunctionContext,
  type Operation,
  operation,
  OperationError,
  sh,
  z,
} from "../../api/mod.ts";

const args = () =>
  z.object({
    delay: z.number().min(0).default(10).describe("seconds to wait before the first try to connect again"),
    interval: z.number().positive().default(1).describe("seconds between two tries"),
    rebootTimeout: z.number().positive().default(300).describe("seconds after which the host counts as lost"),
  });

/** Reboots the host and waits until it is back. */
export const reboot: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "reboot",
    doc: "Reboots the host, every time, and waits until it has started anew and can be reached. Linux, BSD, macOS.",
    args,
    alwaysChanges: true,
  },
  async function* (options) {
    yield functionCommand("reboot", (context) => rebootAndWait(context, options));
  },
);

interface RebootOptions {
  readonly delay: number;
  readonly interval: number;
  readonly rebootTimeout: number;
}

/** Reboots and waits until the host says that it has started anew. @throws {OperationError} */
export async function rebootAndWait(context: FunctionContext, options: RebootOptions): Promise<void> {
  const { signal } = context;
  const before = await bootIdentity(context);
  const deadline = Date.now() + options.rebootTimeout * 1000;
  const delay = sleep(options.delay * 1000, undefined, { signal });
  delay.catch(() => {});
  context.log("rebooting");
  // A host that goes down may never answer.
  await Promise.race([context.run(sh`reboot`).catch(passLostLink), delay]);
  await delay;
  let found = "no connection was possible";
  while (Date.now() < deadline) {
    try {
      await context.reconnect();
      if (await bootIdentity(context) !== before) return;
      found = "it can be reached, but has not started anew";
    } catch (error) {
      signal.throwIfAborted();
      found = error instanceof Error ? error.message : String(error);
    }
    await sleep(options.interval * 1000, undefined, { signal });
  }
  throw new OperationError(`The host is not back ${options.rebootTimeout} seconds after the reboot: ${found}`, {
    hint: "Look at its console, or give more time by rebootTimeout.",
  });
}

/** A link that is lost is what a reboot does; any other failure is the command's own. */
function passLostLink(error: unknown): void {
  const code = error instanceof OperationError ? error.output?.code : null;
  // 143 and 137: the shutdown ended the command.
  if (typeof code === "number" && ![137, 143, 255].includes(code)) throw error;
}

/**
 * What differs after every start. A container keeps the boot number of its host's kernel, so that the start of its first
 * process counts too.
 */
async function bootIdentity(context: FunctionContext): Promise<string> {
  const { stdout } = await context.run(
    sh`cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.boottime 2>/dev/null || who -b
sed 's/.*) //' /proc/1/stat 2>/dev/null | cut -d ' ' -f 20`,
  );
  return stdout.trim();
}
