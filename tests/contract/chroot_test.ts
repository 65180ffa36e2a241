import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { server } from "drover";
import { testContract } from "drover/connectors/testing";
import { messageOf } from "../../src/api/mod.ts";
import { runScript } from "../../src/testing/mod.ts";
import { bedTest, run } from "../bed/mod.ts";
import { makeBusyboxRoot } from "./busybox_root.ts";

bedTest("@chroot keeps the contract, and says what is wrong with a folder", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "drover-root-" });
  try {
    await makeBusyboxRoot(folder);
    await run(["mount", "-t", "proc", "proc", `${folder}/proc`]);
    await testContract(t, {
      reference: `@chroot${folder}`,
      without: { sudo: "the root has none" },
      left: () => Array.fromAsync(Deno.readDir(`${folder}/tmp`), ({ name }) => name),
    });
    await t.step(
      "a folder without a shell, and one that is not there, are told apart from an unreachable host",
      async () => {
        await Deno.mkdir(`${folder}/empty`);
        await Deno.writeTextFile(`${folder}/file`, "no folder");
        for (
          const [path, found] of [
            ["empty", /failed to run command|No such file/],
            ["absent", /No such file/],
            ["file", /Not a directory/],
          ] as const
        ) {
          const { results } = await runScript(`@chroot${folder}/${path}`, () => {});
          const { state, error } = [...results.hosts.values()][0]!;
          strictEqual(state, "unreachable");
          match(messageOf(error), /^Cannot change the root to/);
          match(messageOf(error), found);
        }
      },
    );
    deepStrictEqual(await Array.fromAsync(Deno.readDir(`${folder}/tmp`)), []);
    await t.step("a root within a root is reached through as many connectors", async () => {
      await Deno.mkdir(`${folder}/inner`);
      await makeBusyboxRoot(`${folder}/inner`);
      await Deno.writeTextFile(`${folder}/inner/etc/here`, "inside of both");
      let said = "";
      const reference = `@local/@chroot${folder}/@chroot/inner`;
      const { results } = await runScript(reference, async () => {
        said = await server.shell({ commands: ["cat /etc/here"] }).stdout;
      });
      deepStrictEqual([...results.hosts.keys()], [reference]);
      const [host] = [...results.hosts.values()];
      strictEqual(host!.state, "ok", messageOf(host!.error));
      strictEqual(said.trim(), "inside of both");
    });
  } finally {
    await run(["sh", "-c", '! grep -q " $0/proc " /proc/mounts || umount -l "$0/proc"', folder]);
    await Deno.remove(folder, { recursive: true });
  }
});
