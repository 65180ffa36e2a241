import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { waitFor } from "./patience.ts";

Deno.test("what takes long is told, and still waited for", async () => {
  const work = Promise.withResolvers<number>();
  const said: string[] = [];
  const warn = (text: string) => {
    said.push(text);
    work.resolve(5);
  };
  strictEqual(await waitFor(work.promise, "deploy.ts", { signal: new AbortController().signal, warn, long: 0.02 }), 5);
  deepStrictEqual(said, ["Waiting for deploy.ts since 0.02 s; Ctrl-C stops it"]);
});

Deno.test("an interrupt ends the waiting for what never comes", async () => {
  const stop = new AbortController();
  const waiting = waitFor(new Promise(() => {}), "deploy.ts", { signal: stop.signal, warn: () => {} });
  stop.abort();
  await rejects(waiting, {
    name: "DroverError",
    code: "interrupted",
    message: /Interrupted while waiting for deploy\.ts/,
  });
});
