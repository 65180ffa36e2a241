/** The deploys of the README, from a server and a registry, on hosts that a connector of somebody else finds. */
import { match, strictEqual } from "node:assert/strict";
import { bedTest, type OverlayHost, startOverlayHosts } from "../bed/mod.ts";
import { startProject } from "../cli/program.ts";
import { prepareHost } from "../integration/examples_bed.ts";
import { connectionData } from "../integration/herd_bed.ts";
import { packageAnswers, startOrigin } from "./origin.ts";

/** Knows where hosts are, and leaves all else to the connector that it stands for. */
const DIRECTORY = `import { connector } from "drover/connectors";
import ssh from "drover/connectors/ssh";
import places from "./places.json" with { type: "json" };
export default connector({
  name: "ssh",
  data: ssh.data,
  connect(host, context) {
    context.log("asked the directory for " + host.name);
    return ssh.connect!({ ...host, data: { ...host.data, ...(places as Record<string, object>)[host.name] } }, context);
  },
});
`;

const SITE = "server {\n  listen <%= it.port %>;\n}\n";

bedTest("the deploys of the README from a server, a package and a connector from elsewhere", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const [web, inventory, greeting] = [...readme.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, code]) => code!);
  const [greetingTemplate] = [...readme.matchAll(/^```text\n([^]*?)^```/gm)].map(([, text]) => text!);
  await using bed = await startOverlayHosts(2);
  const names = ["web1.example.net", "web2.example.net"];
  await Promise.all(bed.hosts.map((host) => prepareHost(host, bed, "http://127.0.0.1:1")));
  await Promise.all(bed.hosts.map(keepLog));
  const places = Object.fromEntries(
    Object.entries(await connectionData(bed, { names })).map(([name, data]) => [name, camelKeys(data)]),
  );
  await using origin = startOrigin({
    ...packageAnswers("@acme/web", "1.2.0", { "/deploy.ts": web!, "/site.conf.eta": SITE }, {
      "./deploy": "./deploy.ts",
    }),
    ...packageAnswers("@acme/directory", "0.3.1", { "/mod.ts": DIRECTORY, "/places.json": JSON.stringify(places) }),
    "/site/inventory.ts": inventory!,
    "/site/deploy.ts": greeting!,
    "/site/greeting.conf.eta": greetingTemplate!,
  });
  await using project = await startProject({
    "deno.json": JSON.stringify({
      imports: { "acme/": "jsr:/@acme/web@^1/", "connectors/ssh": "jsr:@acme/directory@0.3" },
    }),
  });
  const run = (...options: string[]) =>
    project.drover([`${origin.url}/site/inventory.ts`, "acme/deploy", `${origin.url}/site/deploy.ts`, ...options], {
      env: { JSR_URL: origin.url },
    });

  const planned = await run("--dry");
  strictEqual(planned.code, 3, planned.stderr);
  match(planned.stderr, /asked the directory for web1\.example\.net/);
  match(planned.stderr, /\+ *listen 8081;/);
  const applied = await run("-y");
  strictEqual(applied.code, 0, applied.stderr);
  for (const [index, port] of [8080, 8081].entries()) {
    const host = bed.hosts[index]!;
    const read = (path: string) => Deno.readTextFile(host.path(path));
    strictEqual(await read("/etc/nginx/conf.d/app.conf"), `server {\n  listen ${port};\n}\n`);
    strictEqual(await read("/srv/greeting/greeting.conf"), `listen = ${port}\nhost = ${names[index]}\n`);
    strictEqual(await read("/srv/log"), "greeting configured\n");
    match(await read("/var/lib/fake-systemd/log"), /nginx\.service\n$/);
  }
  const again = await run("--dry");
  strictEqual(again.code, 0, again.stderr);
});

/** There is no system log on the hosts. */
async function keepLog(host: OverlayHost): Promise<void> {
  await Deno.writeTextFile(host.path("/usr/local/bin/logger"), '#!/bin/sh\necho "$*" >>/srv/log\n', { mode: 0o755 });
}

function camelKeys(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase()), value]),
  );
}
