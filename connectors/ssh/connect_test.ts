import { deepStrictEqual } from "node:assert/strict";
import { passesSignals } from "./connect.ts";

Deno.test("knows which servers pass no signals on to root", () => {
  const answers = [
    ["SSH-2.0-OpenSSH_9.2p1 Debian-2", "root"],
    ["SSH-2.0-OpenSSH_9.2p1 Debian-2", "app"],
    ["SSH-2.0-OpenSSH_9.8", "root"],
    ["SSH-2.0-OpenSSH_10.0p2", "root"],
    ["SSH-2.0-dropbear_2022.83", "root"],
  ] as const;
  deepStrictEqual(answers.map(([banner, user]) => passesSignals(banner, user)), [false, true, true, true, true]);
});
