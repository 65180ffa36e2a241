import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { Processes, Uptime } from "./facts.ts";

Deno.test("Processes keeps spaces in a program's name and in its arguments", () => {
  const lines = [
    "    PID USER     STAT %CPU %MEM COMMAND         COMMAND",
    "      1 root     Ss    0.1  0.2 systemd         /sbin/init splash",
    "     20 root     I<    0.0  0.0 kworker/0:0H-events_highpri [kworker/0:0H-events_highpri]",
    "    300 ann      Ss    1.5  0.3 tmux: server    tmux new  -s  a",
  ];
  const processes = processFact(Processes, lines);
  deepStrictEqual(processes[300], {
    user: "ann",
    state: "Ss",
    cpuPercent: 1.5,
    memPercent: 0.3,
    command: "tmux: server",
    args: "tmux new  -s  a",
  });
  deepStrictEqual(processes[20]?.command, "kworker/0:0H-events_highpri");
  deepStrictEqual(processes[20]?.args, "[kworker/0:0H-events_highpri]");
  deepStrictEqual(Object.keys(processFact(Processes, lines, { pid: 1 })), ["1"]);
});

Deno.test("Processes reads busybox, which tells no shares", () => {
  deepStrictEqual(
    processFact(Processes, [
      "PID   USER     STAT COMMAND          COMMAND",
      "    7 root     SW<  kthreadd         [kthreadd]",
    ]),
    { 7: { user: "root", state: "SW<", cpuPercent: null, memPercent: null, command: "kthreadd", args: "[kthreadd]" } },
  );
});

Deno.test("Processes refuses a line that ps does not print", () => {
  throws(() => processFact(Processes, "ps: bad option"), /expected a line of ps, found "ps: bad option"/);
});

Deno.test("Uptime reads seconds, and the age of the first process", () => {
  deepStrictEqual(processFact(Uptime, "2423.81 4000.5"), 2423);
  deepStrictEqual(processFact(Uptime, "   01:02"), 62);
  deepStrictEqual(processFact(Uptime, "3-04:05:06"), 3 * 86400 + 4 * 3600 + 5 * 60 + 6);
  throws(() => processFact(Uptime, "up"), /expected a number of seconds or an age, found "up"/);
});
