/** Tests that need something that not every machine has. @module */
import { fileURLToPath } from "node:url";
import { type Availability, bedAvailable } from "./available.ts";

type Test = (context: Deno.TestContext) => void | Promise<void>;

const bed = await bedAvailable();
const shared = await sharedFolder();

/**
 * Registers a test that needs the test bed. Where it cannot be had the test is skipped, and in CI it fails.
 */
export function bedTest(name: string, body: Test): void {
  Deno.test(testFor(name, body, bed, Deno.env.get("CI") === "true"));
}

/**
 * Registers a test that reads the folder shared with the project: `DROVER_SHARED`, or `shared` beside the checkout.
 * Where it is absent the test is skipped.
 */
export function sharedTest(name: string, body: (folder: string) => void | Promise<void>): void {
  Deno.test(testFor(name, () => body(shared.folder), shared, false));
}

/** What is registered for a test, given whether what it needs can be had. */
export function testFor(name: string, body: Test, needed: Availability, isRequired: boolean): Deno.TestDefinition {
  if (needed.available) return { name, fn: body };
  const reason = needed.reason;
  if (!isRequired) return { name: `${name} (skipped: ${reason})`, ignore: true, fn: () => {} };
  return {
    name,
    fn: () => {
      throw new Error(`The test bed cannot be had, and CI must not skip its tests: ${reason}`);
    },
  };
}

async function sharedFolder(): Promise<Availability & { readonly folder: string }> {
  const folder = Deno.env.get("DROVER_SHARED") ?? fileURLToPath(new URL("../../../shared", import.meta.url));
  const found = await Deno.stat(folder).catch(() => undefined);
  if (found?.isDirectory) return { available: true, folder };
  return { available: false, folder, reason: `the shared folder ${folder} is absent` };
}
