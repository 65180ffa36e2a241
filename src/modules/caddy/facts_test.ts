import { deepStrictEqual } from "node:assert/strict";
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
