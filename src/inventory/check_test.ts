import { deepStrictEqual, doesNotMatch, match, throws } from "node:assert/strict";
import { type AnyConnector, connector, secret, z } from "../api/mod.ts";
import { checkConnectorData, checkHostData } from "./check.ts";
import type { DataLayer } from "./data.ts";

const ssh: AnyConnector = connector({
  name: "ssh",
  data: () => z.object({ sshUser: z.string().optional(), sshPort: z.number().default(22) }),
});
const host = (name: string, values: Record<string, unknown>, source = `host "${name}"`) => {
  const layers: DataLayer[] = [{ kind: "host", source, values }];
  return { name, data: { layers, prefixes: ["ssh"] } };
};
const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("no error");
};

Deno.test("a connector gets its own keys with defaults, and no others", () => {
  deepStrictEqual(checkConnectorData(host("a", { sshUser: "ops", port: 1, sshdPort: 2 }), ssh), {
    sshUser: "ops",
    sshPort: 22,
  });
});

Deno.test("a connector whose schema is written in snake case gets its keys", () => {
  const snake = connector({ name: "lab", data: z.object({ lab_room: z.number() }) });
  const data = { layers: [{ kind: "host", source: "x", values: { labRoom: 3 } }], prefixes: ["lab"] } as const;
  deepStrictEqual(checkConnectorData({ name: "a", data }, snake), { lab_room: 3 });
});

Deno.test("unknown keys of a connector and wrong values are told together", () => {
  const message = messageOf(() => checkConnectorData(host("a", { sshUsr: "x", sshPort: "22" }, 'group "web"'), ssh));
  match(message, /no data key "sshUsr" \(from group "web"\); did you mean "sshUser"\?/);
  match(message, /"sshPort": expected number, found "22" \(from group "web"\)/);
});

Deno.test("a deploy's schema checks, converts and completes the data of every host", () => {
  const schema = z.object({ port: z.coerce.number().default(8080), tls: z.boolean().default(false) });
  const checked = checkHostData([host("a", { port: "80", other: 1 }), host("b", { tls: true })], schema, "Web");
  deepStrictEqual(Object.fromEntries(checked), { a: { port: 80, tls: false }, b: { port: 8080, tls: true } });
});

Deno.test("all problems of all hosts are one error; the same problem is told once", () => {
  const schema = z.object({ port: z.number(), sites: z.array(z.object({ root: z.string() })) });
  const bad = { port: "x", sites: [{ root: 1 }] };
  const message = messageOf(() =>
    checkHostData(
      [host("a", bad, 'group "web"'), host("b", bad, 'group "web"'), host("c", { port: 1 })],
      schema,
      'Deploy "Web"',
    )
  );
  deepStrictEqual(message.split("\n"), [
    'Deploy "Web" cannot run with the data of its hosts:',
    'a, b: "port": expected number, found "x" (from group "web")',
    'a, b: "sites.0.root": expected string, found 1 (from group "web")',
    'c: "sites" is missing: expected array',
  ]);
});

Deno.test("a key of a connector is found in both spellings", () => {
  const checked = checkHostData([host("a", { sshUser: null })], z.object({ ssh_user: z.null() }), "Web");
  deepStrictEqual(checked.get("a"), { ssh_user: null });
});

Deno.test("no part of a secret is in a message, even if the value is cut", () => {
  const canary = secret(`canary-${"0123456789".repeat(12)}`);
  const message = messageOf(() =>
    checkHostData([host("a", { port: `postgres://${canary}` })], z.object({ port: z.number() }), "Web")
  );
  doesNotMatch(message, /canary/);
  throws(() => checkConnectorData(host("a", { sshPort: canary }), ssh), /found "\*\*\*"/);
});
