import { deepStrictEqual } from "node:assert/strict";
import { onAbort } from "./on_abort.ts";

Deno.test("all who wait for a signal are called once, but for those who wait no longer", () => {
  const run = new AbortController();
  const called: string[] = [];
  const say = (name: string) => () => void called.push(name);
  onAbort(run.signal, say("first"));
  const end = onAbort(run.signal, say("ended"));
  const twice = say("twice");
  onAbort(run.signal, twice);
  onAbort(run.signal, twice)();
  end();
  onAbort(undefined, say("nobody"));
  run.abort();
  run.abort();
  deepStrictEqual(called, ["first", "twice"]);
  onAbort(run.signal, say("late"))();
  deepStrictEqual(called, ["first", "twice", "late"]);
});
