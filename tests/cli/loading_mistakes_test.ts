import { afterMarker, checkMistakes, type Mistake } from "./mistake.ts";

const FILES = {
  "deploy.ts": afterMarker(""),
  "no_default.ts": "export const deploy = () => {};\n",
  "no_function.ts": "export default 5;\n",
  "top_level.ts": `import { files } from "drover";\n\nfiles.file({ path: "marker" });\n`,
  "syntax.ts": afterMarker(`files.file({ path: "x" );`),
  "import_name.ts": afterMarker(`filess.file({ path: "x" });`, "files, filess"),
  "import_file.ts": `import { x } from "./depoly.ts";\nexport default () => x;\n`,
  "throws_on_load.ts": `export default () => {};\nthrow new Error("no luck");\n`,
  "inventory.ts": `export default { groups: { web: ["@local"] } };\n`,
  "inventory.yml": "groups:\n  web:\n    hosts: [@local]\n   data: 1\n",
  "no_group.yml": "groups:\n  web:\n    hostss: ['@local']\n",
  "failing_inventory.ts": `export default () => { throw new Error("no luck"); };\n`,
  "config_key.ts": `export default { suddo: true };\n`,
};

const MISTAKES: readonly Mistake[] = [
  {
    what: "a script without a default export",
    args: ["@local", "no_default.ts", "-y"],
    says: [/no_default\.ts has no default export/, /export default deploy\(/],
  },
  {
    what: "a default export that is no function",
    args: ["@local", "no_function.ts", "-y"],
    says: /no_function\.ts: the default export has to be a function or a deploy, found 5/,
  },
  {
    what: "operations at top level",
    args: ["@local", "top_level.ts", "-y"],
    says: [/declares operations at its top level: files\.file/, /top_level\.ts:3:7/, /export default \(host\) =>/],
  },
  {
    what: "a syntax error",
    args: ["@local", "syntax.ts", "-y"],
    says: [/Cannot load .*syntax\.ts: SyntaxError/, /syntax\.ts:4:26/],
  },
  {
    what: "an import of a name that Drover does not export",
    args: ["@local", "import_name.ts", "-y"],
    says: [/does not provide an export named 'filess'; did you mean "files"\?/, /import_name\.ts:1:\d+/],
  },
  {
    what: "an import of a file that is not there",
    args: ["@local", "import_file.ts", "-y"],
    says: [/no such file: .*\/depoly\.ts; did you mean "deploy\.ts"\?/, /import_file\.ts:1:\d+/],
  },
  {
    what: "a script that throws when it is loaded",
    args: ["@local", "throws_on_load.ts", "-y"],
    says: [/Cannot load .*: no luck/, /throws_on_load\.ts:2:7/],
  },
  {
    what: "a script that is not there",
    args: ["@local", "depoly.ts", "-y"],
    says: /Cannot load .*\/depoly\.ts: no such file; did you mean "deploy\.ts"\?/,
  },
  { what: "a script that is no script", args: ["@local", "site.py"], says: /site\.py: deploy scripts are TypeScript/ },
  {
    what: "an inventory that is not there",
    args: ["inventroy.ts", "deploy.ts"],
    says: /Cannot read the inventory inventroy\.ts: no such file; did you mean "inventory\.ts"\?/,
  },
  {
    what: "an inventory that is not valid YAML",
    args: ["inventory.yml", "deploy.ts"],
    says: /inventory\.yml:\d+:\d+: not valid YAML/,
  },
  {
    what: "an inventory with an unknown key",
    args: ["no_group.yml", "deploy.ts"],
    says: [/no_group\.yml:3:5/, /no key "hostss"; did you mean "hosts"\?/],
  },
  {
    what: "an inventory that fails",
    args: ["failing_inventory.ts", "deploy.ts"],
    says: /failing_inventory\.ts failed: no luck/,
  },
  { what: "an unknown connector", args: ["@loca", "deploy.ts"], says: /no connector "@loca"; did you mean "local"\?/ },
  {
    what: "an unknown group in --limit",
    args: ["inventory.ts", "deploy.ts", "-y", "--limit", "weeb"],
    says: /--limit weeb: no group and no host .*; did you mean "web"\?/,
  },
  {
    what: "an unknown group in --exclude",
    args: ["inventory.ts", "deploy.ts", "-y", "--exclude", "weeb"],
    says: /--exclude weeb: no group and no host .*; did you mean "web"\?/,
  },
  {
    what: "an unknown key in the config",
    args: ["@local", "deploy.ts", "-y", "--config", "config_key.ts"],
    says: [/config_key\.ts: .*"suddo"; did you mean "sudo"\?/],
  },
  {
    what: "a config that is not there",
    args: ["@local", "deploy.ts", "--config", "confg_key.ts"],
    says: /Cannot load .*confg_key\.ts: no such file; did you mean "config_key\.ts"\?/,
  },
];

Deno.test("what cannot be loaded is named with its line and the nearest right name", (t) =>
  checkMistakes(t, FILES, MISTAKES));
