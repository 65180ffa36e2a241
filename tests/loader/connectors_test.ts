import { deepStrictEqual, match, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { makeConnectors } from "../../src/loader/mod.ts";
import type { DroverError } from "../../src/mod.ts";
import { makeUser, startOrigin, type User } from "./origin.ts";

function connectorCode(name: string): string {
  return `import { connector } from "drover/connectors";
export default connector({ name: "${name}", makeNamesData: (argument) => [{ name: argument ?? "${name}" }] });
`;
}

function connectorsOf(user: User, given: readonly string[] = []) {
  return makeConnectors({ loader: user.loader(), referrer: user.url, given });
}

Deno.test("an import map adds connectors and replaces them", async () => {
  await using origin = startOrigin({ "/jail.ts": connectorCode("jail") });
  await using user = await makeUser({
    "deno.json": JSON.stringify({
      imports: { "connectors/jail": `${origin.url}/jail.ts`, "connectors/ssh": "./ssh.ts" },
    }),
    "ssh.ts": `import ssh from "drover/connectors/ssh";
export default { ...ssh, name: "myssh", prefix: "ssh" };
`,
    "given.ts": connectorCode("given"),
  });
  const connectors = connectorsOf(user, ["jail=./given.ts", "@other=./given.ts"]);
  ok(["jail", "other", "local", "ssh"].every((name) => connectors.names.includes(name)), connectors.names.join());
  strictEqual((await connectors.load("jail")).name, "given");
  strictEqual((await connectors.load("ssh")).name, "myssh");
  strictEqual((await connectors.load("local")).name, "local");
  const mapped = connectorsOf(user);
  const jail = await mapped.load("jail");
  strictEqual(jail.name, "jail");
  deepStrictEqual(await Array.fromAsync(jail.makeNamesData!("a", undefined as never)), [{ name: "a" }]);
  strictEqual(await mapped.load("jail"), jail, "loaded once");
});

Deno.test("an unknown connector is answered with those that there are, and how to add one", async () => {
  await using user = await makeUser({ "jail.ts": connectorCode("jail") });
  await rejects(connectorsOf(user, ["jail=./jail.ts"]).load("jial"), (error: DroverError) => {
    match(error.message, /no connector "@jial"; did you mean "jail"\?/);
    match(error.hint!, /@local.*@jail.*--connector jial=\.\/jial\.ts, or "connectors\/jial"/);
    return true;
  });
  throws(() => connectorsOf(user, ["jail"]), /--connector jail: expected NAME=SPECIFIER/);
});

Deno.test("a module that is no connector is answered member by member", async () => {
  const wrong: readonly [string, RegExp][] = [
    ["export const x = 1;", /@jail \(\.\/jail\.ts\) is no connector: it has no default export/],
    ["export default 5;", /its default export is 5/],
    ["export default {};", /"name" has to be a name, found undefined; it has neither "makeNamesData" nor "connect"/],
    [
      `export default { name: 1, conect() {}, makeNamesData: true, data: 7 };`,
      /"conect" is no member; did you mean "connect"\?; "name" .* found 1; "data" .* found 7; "makeNamesData" .* found true/,
    ],
    [`export default { name: "jail" };`, /it has neither "makeNamesData" nor "connect"/],
  ];
  for (const [code, message] of wrong) {
    await using user = await makeUser({ "jail.ts": code });
    await rejects(connectorsOf(user, ["jail=./jail.ts"]).load("jail"), message);
  }
});
