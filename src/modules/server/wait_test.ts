import { strictEqual } from "node:assert/strict";
import { File } from "../files/mod.ts";
import { given, plan } from "../../testing/mod.ts";
import { Which } from "./facts.ts";
import { wait } from "./wait.ts";

const FILE = { user: "root", group: "root", mode: "444", atime: null, mtime: null, ctime: null, size: 0 };

async function succeeds(command: string, seconds: number): Promise<boolean> {
  const { code } = await new Deno.Command("timeout", { args: [String(seconds), "sh", "-c", command] }).output();
  strictEqual([0, 124].includes(code), true, `exit code ${code}`);
  return code === 0;
}

for (const netstat of [null, "/usr/bin/netstat"]) {
  Deno.test({
    name: `a port that is listened on ends the wait, one that begins alike does not, ${
      netstat ? "by netstat" : "by /proc"
    }`,
    ignore: Deno.build.os !== "linux" || (netstat !== null && !await Deno.stat(netstat).then(() => true, () => false)),
    fn: async () => {
      const facts = [given(Which, { command: "netstat" }, netstat), given(File, { path: "/proc/net/tcp" }, FILE)];
      using listener = Deno.listen({ port: 0 });
      const port = listener.addr.port;
      strictEqual(await succeeds((await plan(wait, { port }, facts)).commands[0]!, 10), true);
      // Only a listener of another test could make this one fail, on a port below those that tests get.
      const shorter = Math.floor(port / 10);
      strictEqual(await succeeds((await plan(wait, { port: shorter }, facts)).commands[0]!, 1.5), false);
    },
  });
}
