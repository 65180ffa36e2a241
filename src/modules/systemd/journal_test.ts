import { deepStrictEqual, doesNotMatch, strictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { SystemdJournal } from "./journal.ts";

Deno.test("messages may be text, bytes, several, or too long", () => {
  const entry = (fields: object) => JSON.stringify({ __REALTIME_TIMESTAMP: "1700000000123456", ...fields });
  const found = processFact(SystemdJournal, [
    entry({ MESSAGE: "it's ünï", PRIORITY: "3", _SYSTEMD_UNIT: "web.service", SYSLOG_IDENTIFIER: "web", _PID: "7" }),
    entry({ MESSAGE: [104, 105, 255] }),
    entry({ MESSAGE: ["one", "two"], _COMM: "x" }),
    entry({ MESSAGE: null }),
  ]);
  deepStrictEqual(found[0], {
    time: new Date(1700000000123),
    message: "it's ünï",
    priority: "err",
    unit: "web.service",
    identifier: "web",
    pid: 7,
  });
  deepStrictEqual(found.map(({ message }) => message), ["it's ünï", "hi\ufffd", "one\ntwo", ""]);
});

Deno.test("what is asked for is one word each", () => {
  const text = (args: Parameters<typeof SystemdJournal.check>[0]) =>
    SystemdJournal.command(SystemdJournal.check(args)).text.split("\n").at(-1);
  strictEqual(
    text({ unit: "a b", lines: 5, since: new Date(1700000000000), priority: "err" }),
    "journalctl --quiet --no-pager --output=json --lines=5 '--unit=a b' --since=@1700000000 --priority=err",
  );
  strictEqual(text({ since: "-1h" }), "journalctl --quiet --no-pager --output=json --lines=100 --since=-1h");
});

Deno.test("an error does not show what was logged", () => {
  throws(() => processFact(SystemdJournal, "hunter2"), (error: Error) => {
    doesNotMatch(`${error.message} ${(error as { hint?: string }).hint}`, /hunter2/);
    return true;
  });
});
