import { strictEqual } from "node:assert/strict";
import { type Fact, FactError } from "../../src/api/mod.ts";
import { OpenrcStatus } from "../../src/modules/openrc/mod.ts";
import type { Json } from "./cases.ts";
import { serviceDeviations } from "./deviations_services.ts";

/** The rule that excuses a fact's result, if any. */
function excuse(
  ours: string,
  expected: Json,
  found: unknown,
  output: readonly string[] = ["x"],
  read?: (output: readonly string[]) => unknown,
): string | undefined {
  const subject = { kind: "fact" as const, theirs: ours, ours, args: {}, facts: {}, platforms: [] };
  const mismatch = { ...subject, about: "result" as const, expected, found, output, read };
  return serviceDeviations.find(({ applies }) => applies(mismatch))?.name;
}

const tcp = (ports: Record<string, string>) => ({ tcp: ports });
const boot = {
  bootNext: undefined,
  bootCurrent: 1,
  bootOrder: [1],
  entries: { 1: { active: true, name: "a", path: "P" } },
};

for (
  const [title, fact, expected, found, rule] of [
    ["an error for nothing", "zfs.Pools", {}, new FactError("no"), "an error for what cannot be read"],
    ["an error for something", "zfs.Pools", { a: {} }, new FactError("no"), undefined],
    ["sorted words", "iptables.IptablesRules", [{ chain: "A", extras: ["--b", "-m", "a"] }], [{
      chain: "A",
      extras: ["-m", "a", "!", "--b"],
    }], "words of a rule in their order"],
    ["quoted words", "iptables.IptablesRules", [{ chain: "A", log_prefix: '"a b: "', extras: ["--c", '"it', 'is"'] }], [
      {
        chain: "A",
        logPrefix: "a b: ",
        extras: ["--c", "it is"],
      },
    ], "words of a rule in their order"],
    ["a lost word", "iptables.IptablesRules", [{ chain: "A", extras: ["-m", "a"] }], [{ chain: "A" }], undefined],
    ["another chain", "iptables.IptablesRules", [{ chain: "A", extras: ["a", "b"] }], [{
      chain: "B",
      extras: ["b", "a"],
    }], undefined],
    [
      "a generic type",
      "selinux.SEPorts",
      tcp({ 80: "reserved_port_t", 81: "x_t" }),
      tcp({ 80: "http_port_t", 81: "x_t" }),
      "types of ports of their own",
    ],
    ["a wrong type", "selinux.SEPorts", tcp({ 80: "http_port_t" }), tcp({ 80: "x_t" }), undefined],
    ["a lost port", "selinux.SEPorts", tcp({ 80: "http_port_t" }), {}, undefined],
    ["categories", "selinux.FileContext", { type: "t", level: "s0" }, { type: "t", level: "s0:c1" }, "whole context"],
    ["another type", "selinux.FileContext", { type: "t", level: "s0" }, { type: "u", level: "s0:c1" }, undefined],
    [
      "named entries",
      "efibootmgr.EFIBootMgr",
      { BootCurrent: 1, BootNext: null, BootOrder: [1], Entries: { 1: [true, "a\tP"] } },
      boot,
      "boot entries with named fields",
    ],
    [
      "an inactive entry",
      "efibootmgr.EFIBootMgr",
      { BootCurrent: 1, BootOrder: [1], Entries: { 1: [false, "a"] } },
      boot,
      undefined,
    ],
    [
      "a state alone",
      "supervisorctl.SupervisorctlStatus",
      { a: "RUNNING" },
      { a: { state: "RUNNING", pid: 1 } },
      "state with what is known beside it",
    ],
    ["another state", "supervisorctl.SupervisorctlStatus", { a: "RUNNING" }, { a: { state: "STOPPED" } }, undefined],
  ] as const
) {
  Deno.test(`rules for services: ${title} is ${rule ?? "no deviation"}`, () => {
    strictEqual(excuse(fact, expected as unknown as Json, found), rule);
  });
}

Deno.test("rules for services: an error for some lines is a deviation where all others are read as expected", () => {
  const judged = (expected: Json, output: string[]) => {
    const fact = OpenrcStatus as Fact<unknown>;
    const read = (lines: readonly string[]) => fact.process(lines, { runlevel: "default" });
    let found: unknown;
    try {
      found = read(output);
    } catch (error) {
      found = error;
    }
    return excuse(fact.fullName, expected, found, output, read);
  };
  const rule = "an error for a line that a program does not print";
  const [one, other] = [" a  [  started  ]", " b  [  stopped  ]"];
  strictEqual(judged({ a: true, b: false }, [one, "what", other]), rule);
  strictEqual(judged({ a: true, b: true }, [one, "what", other]), undefined);
  strictEqual(judged({ a: true, b: false, what: false }, [one, "what", other]), undefined);
  strictEqual(judged({ a: true }, ["what", "else", one]), undefined);
});
