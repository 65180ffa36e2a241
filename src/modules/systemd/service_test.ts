import { deepStrictEqual } from "node:assert/strict";
import { plan } from "../../testing/mod.ts";
import { service } from "./service.ts";

const planned = (args: Parameters<typeof service.inner>[0], isRunning: boolean) =>
  plan(service, args, () => ({ "web.service": isRunning })).then(({ commands }) => commands);

Deno.test("a service that has just been started is not restarted too, one that is stopped neither", async () => {
  deepStrictEqual(await planned({ service: "web", restarted: true }, false), ["systemctl start web.service"]);
  deepStrictEqual(await planned({ service: "web", restarted: true, running: false }, true), [
    "systemctl stop web.service",
  ]);
  deepStrictEqual(await planned({ service: "web", restarted: true, running: null }, false), []);
});

Deno.test("the unit files are read anew before anything else, as the user's own where that is meant", async () => {
  deepStrictEqual(
    await planned({ service: "web", daemonReload: true, reloaded: true, userName: "joe", userMode: true }, true),
    [
      "systemctl --user --machine=joe@.host daemon-reload",
      "systemctl --user --machine=joe@.host reload web.service",
    ],
  );
});

Deno.test("a further command may have words of its own, and a unit's name is one word whatever is in it", async () => {
  deepStrictEqual(await planned({ service: "a b;c", running: null, command: "kill --signal=HUP" }, true), [
    "systemctl kill --signal=HUP 'a b;c.service'",
  ]);
});
