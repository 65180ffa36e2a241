import { ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { HostShell } from "../../src/session/mod.ts";
import { bedTest, type OverlayHost, startDelay } from "../bed/mod.ts";
import { startClient } from "./ssh_client.ts";
import { command, out, startTransportBed } from "./transport_bed.ts";

/** With the handshake of TCP, which a link does not count, this is as many as a client that asks nothing in vain needs. */
const TURNS = 6;

const SIZE = 24 * 1024 * 1024;

bedTest("a connection by SSH", async (t) => {
  await using bed = await startTransportBed(2, ["RekeyLimit 1M"]);
  const { host, bed: { hosts, keyFile } } = bed;

  await t.step("gives its first reply after as few round trips as the protocol needs", async () => {
    await using link = await startDelay({ target: host, roundTripTime: 20, address: host.address });
    await using opened = await bed.open({ link });
    strictEqual(out((await opened.shell.read([command("echo first")], {}))[0]), "first\n");
    ok(link.traffic().turns <= TURNS, `${link.traffic().turns} round trips`);
  });

  const behind = hosts[1] as OverlayHost;
  const jump = `Host web1\nProxyJump root@${host.address}:${host.port}\nHost *\nIdentityFile ${keyFile}\n`;
  for (const [way, config] of [["straight", ""], ["through another host", jump]] as const) {
    await t.step(`renews its keys while much goes both ways, ${way}`, async () => {
      const sent = new Uint8Array(SIZE).map((_, index) => index % 251);
      const digest = createHash("sha1").update(sent).digest("hex");
      await using client = await startClient({ config });
      const connection = await client.connect({ ...behind, keyFile });
      const received = createHash("sha1");
      await new HostShell(connection.spawn, new AbortController().signal).stream(["tee", "/tmp/copy"], {}, {
        input: sent,
        output: new WritableStream({ write: (bytes) => void received.update(bytes) }),
        what: "way there and back",
      });
      strictEqual(received.digest("hex"), digest);
      ok((await behind.run(["sha1sum", "/tmp/copy"])).startsWith(digest));
    });
  }
});
