import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { CaddyConfigTest, CaddyModules } from "./mod.ts";

Deno.test("a configuration is valid or has an error; warnings have their place", () => {
  // Caddy 2.6 of Debian 12; the second as on a terminal.
  deepStrictEqual(
    processFact(
      CaddyConfigTest,
      '{"level":"info","ts":1795417973.1,"msg":"using provided configuration","config_file":"Caddyfile"}\n' +
        '{"level":"warn","ts":1795417973.1,"msg":"Caddyfile input is not formatted","adapter":"caddyfile","file":"Caddyfile","line":2}\n' +
        "Valid configuration\nexit=0",
    ),
    { isValid: true, warnings: ["Caddyfile input is not formatted (Caddyfile:2)"] },
  );
  deepStrictEqual(
    processFact(
      CaddyConfigTest,
      "2026/11/23 07:12:53.180\tWARN\tinput is not formatted\nError: adapting config using caddyfile: Badfile:2: unrecognized directive: bogus\nexit=1",
    ),
    {
      isValid: false,
      error: "adapting config using caddyfile: Badfile:2: unrecognized directive: bogus",
      warnings: ["input is not formatted"],
    },
  );
});

Deno.test("modules know whether they are standard, and from where the others are", () => {
  deepStrictEqual(
    processFact(
      CaddyModules,
      "admin.api.load\nhttp.handlers.file_server v2.8.4 github.com/caddyserver/caddy/v2\n\n  Standard modules: 2\n\n" +
        "http.handlers.rate_limit v0.1.0 github.com/mholt/caddy-ratelimit => ../x\n\n  Non-standard modules: 1\n\n  Unknown modules: 0",
    ),
    {
      "admin.api.load": { isStandard: true },
      "http.handlers.file_server": { version: "v2.8.4", package: "github.com/caddyserver/caddy/v2", isStandard: true },
      "http.handlers.rate_limit": { version: "v0.1.0", package: "github.com/mholt/caddy-ratelimit", isStandard: false },
    },
  );
});

/** What caddy printed of configurations; the first three of caddy 2.6.2 of Debian 12, the others documented. */
const recorded: readonly (readonly [system: string, output: string, report: object])[] = [
  [
    "Debian 12: fine, and to be formatted",
    '{"level":"info","ts":1795424773.5,"msg":"using provided configuration","config_file":"/tmp/Caddyfile","config_adapter":"caddyfile"}\n' +
    '{"level":"warn","ts":1795424773.5,"msg":"Caddyfile input is not formatted; run the \'caddy fmt\' command to fix inconsistencies","adapter":"caddyfile","file":"/tmp/Caddyfile","line":2}\n' +
    '{"level":"info","ts":1795424773.5,"logger":"tls.cache.maintenance","msg":"started background certificate maintenance","cache":"0xc0002b32d0"}\n' +
    "Valid configuration\nexit=0",
    {
      isValid: true,
      warnings: [
        "Caddyfile input is not formatted; run the 'caddy fmt' command to fix inconsistencies (/tmp/Caddyfile:2)",
      ],
    },
  ],
  [
    "Debian 12: no such module",
    '{"level":"info","ts":1795424773.5,"msg":"using provided configuration","config_file":"/tmp/c.json","config_adapter":""}\n' +
    "Error: loading nope app module: unknown module: nope\nexit=1",
    { isValid: false, error: "loading nope app module: unknown module: nope", warnings: [] },
  ],
  [
    "Debian 12: no such file",
    "Error: reading config file: open /tmp/nonexist: no such file or directory\nexit=1",
    { isValid: false, error: "reading config file: open /tmp/nonexist: no such file or directory", warnings: [] },
  ],
  [
    "CentOS 7, caddy 2.0",
    '2020/05/10 12:00:00.123\tINFO\tusing provided configuration\t{"config_file": "Caddyfile"}\n' +
    "validate: adapting config using caddyfile: Caddyfile:1: unrecognized directive: bogus\nexit=1",
    {
      isValid: false,
      error: "validate: adapting config using caddyfile: Caddyfile:1: unrecognized directive: bogus",
      warnings: [],
    },
  ],
  [
    "Alpine 3.20, caddy 2.8",
    '{"level":"info","ts":1720000000.1,"msg":"adapted config to JSON","adapter":"caddyfile"}\n' +
    "Error: adapting config using caddyfile: parsing caddyfile tokens for 'reverse_proxy': unrecognized subdirective too, at /etc/caddy/Caddyfile:4\nexit=1",
    {
      isValid: false,
      error:
        "adapting config using caddyfile: parsing caddyfile tokens for 'reverse_proxy': unrecognized subdirective too, at /etc/caddy/Caddyfile:4",
      warnings: [],
    },
  ],
];

for (const [system, output, report] of recorded) {
  Deno.test(`CaddyConfigTest reads what caddy prints on ${system}`, () => {
    deepStrictEqual(processFact(CaddyConfigTest, output), report);
  });
}

Deno.test("modules that nobody counted are no answer of caddy", () => {
  throws(() => processFact(CaddyModules, "admin.api.load\nevents"), /a count behind the modules, found "events"/);
});
