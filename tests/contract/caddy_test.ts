/** A fact and an operation of one's own, tested as their author would; on a real engine in `tests/serial`. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { files } from "drover";
import { given, plan, processFact } from "drover/testing";
import { CaddyModules, site } from "./examples/caddy.ts";

const SRC = new URL("./examples/shop.caddy.eta", import.meta.url);

Deno.test("the example's fact reads the list of modules", () => {
  deepStrictEqual(processFact(CaddyModules, "dns.providers.hetzner\n\n  Non-standard modules: 1\n"), [
    "dns.providers.hetzner",
  ]);
});

Deno.test("the example's operation adds the missing module only", async () => {
  const path = "/etc/caddy/sites/shop.caddy";
  const { commands, noop } = await plan(site, { name: "shop", src: SRC, modules: ["a.b"] }, [
    given(CaddyModules, {}, []),
    given(files.File, { path }, null),
    given(files.Directory, { path }, null),
    given(files.IsDirectory, { path: "/etc/caddy/sites" }, true),
    given(files.Sha1File, { path }, null),
  ]);
  strictEqual(commands[0], "caddy add-package a.b");
  match(commands.slice(1).join("\n"), /\/etc\/caddy\/sites\/shop\.caddy/);
  strictEqual(noop, undefined);
});

// @ts-expect-error what is given is checked by its type
given(files.File, { path: "/x" }, "nope");
