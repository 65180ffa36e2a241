import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { bedTest, type OverlayHost, startOverlayHosts } from "../bed/mod.ts";
import { descendants } from "../bed/processes.ts";
import { startProject } from "../cli/program.ts";
import { writeInventory } from "./herd_bed.ts";
import { nothingLeft, until, untilFile } from "./transport_bed.ts";
import { startProgram } from "./started_program.ts";

/** All go out together: the second operation waits for a file, or for TERM; the third one has to stay undone. */
const DEPLOY = `import { server } from "drover";
const wait = "trap 'echo termed >/tmp/termed; exit 1' TERM; : >/tmp/begun; while [ ! -e /tmp/go ]; do sleep 0.05; done";
export default () => {
  server.shell({ name: "Before", commands: ["true"] });
  server.shell({ name: "Long", commands: [wait + "; : >/tmp/finished"] });
  server.shell({ name: "Next", commands: ["touch /tmp/never"] });
};
`;

/** Its plan waits for a file on the host. */
const SLOW_PLAN = `import { fact, server, sh } from "drover";
const Slow = fact({
  name: "Slow",
  command: () => sh\`: >/tmp/begun; while [ ! -e /tmp/go ]; do sleep 0.05; done\`,
  process: () => true,
});
export default async (host) => {
  await host.fact(Slow);
  await host.fact(Slow, { _env: { AGAIN: "1" } });
  server.shell({ commands: ["touch /tmp/never"] });
};
`;

bedTest("Ctrl-C", async (t) => {
  await using bed = await startOverlayHosts(1);
  const [host] = bed.hosts as [OverlayHost];
  await using project = await startProject({ "deploy.ts": DEPLOY, "slow_plan.ts": SLOW_PLAN });
  await writeInventory(join(project.folder, "inventory.ts"), bed, { ssh_user: "drover-sudo" });
  const start = (...args: string[]) => startProgram(project, ["inventory.ts", ...args]);
  const files = async () =>
    (await host.run(["ls", "/tmp"])).trim().split("\n").filter((name) => name && name !== "begun");
  const clean = () => host.run(["sh", "-c", "rm -rf /tmp/*"]);

  for (const sudo of [[], ["--sudo"]]) {
    const as = sudo.length ? "as root by sudo" : "as the login user";

    await t.step(`once: what runs ${as} may finish, and nothing new starts`, async () => {
      await using program = start("deploy.ts", "-y", ...sudo);
      await untilFile(host, "/tmp/begun");
      program.interrupt();
      await program.says(/Stopping: nothing new is started/);
      await until(async () => await host.run(["sh", "-c", "ls /tmp/.drover-*/stop || true"]) !== "");
      await Deno.writeTextFile(host.path("/tmp/go"), "");
      strictEqual(await program.code, 130);
      deepStrictEqual(await files(), ["finished", "go"]);
      match(program.printed, /--> Results:[\s\S]*Long/);
      ok(!program.printed.includes("Starting operation: Next"));
      await nothingLeft(host);
      await clean();
    });

    await t.step(`twice: what runs ${as} is told to end over there`, async () => {
      await using program = start("deploy.ts", "-y", ...sudo);
      await untilFile(host, "/tmp/begun");
      program.interrupt();
      await program.says(/Stopping/);
      program.interrupt();
      strictEqual(await program.code, 130);
      deepStrictEqual(await files(), ["termed"]);
      match(program.printed, /The run was stopped; this was ended/);
      await nothingLeft(host);
      await clean();
    });
  }

  await t.step("three times: it leaves at once, and names the hosts", async () => {
    const deaf = DEPLOY.replace("echo termed >/tmp/termed; exit 1", "");
    await project.write({ "deaf.ts": deaf });
    await using program = start("deaf.ts", "-y");
    await untilFile(host, "/tmp/begun");
    program.interrupt();
    await program.says(/Stopping/);
    program.interrupt();
    await program.says(/Ending what runs/);
    program.interrupt();
    strictEqual(await program.code, 130);
    match(program.printed, /Left. Something may still run on host1/);
    await Deno.writeTextFile(host.path("/tmp/go"), "");
    await nothingLeft(host);
    await clean();
  });

  await t.step("during the plan: once, no further fact is read; twice, it is ended", async () => {
    {
      await using program = start("slow_plan.ts", "-y");
      await untilFile(host, "/tmp/begun");
      program.interrupt();
      await program.says(/Stopping/);
      await Deno.writeTextFile(host.path("/tmp/go"), "");
      strictEqual(await program.code, 130);
      deepStrictEqual(await files(), ["go"]);
      await nothingLeft(host);
      await clean();
    }
    await using program = start("slow_plan.ts", "-y");
    await untilFile(host, "/tmp/begun");
    program.interrupt();
    await program.says(/Stopping/);
    program.interrupt();
    strictEqual(await program.code, 130);
    deepStrictEqual(await files(), []);
    ok(!program.printed.includes("defect"), program.printed);
    await nothingLeft(host);
    await clean();
  });

  await t.step("while it connects", async () => {
    using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const data = `--data=ssh_port=${silent.addr.port}`;
    await using program = start("deploy.ts", "-y", data, "--data=ssh_hostname=127.0.0.1");
    const caller = await silent.accept();
    program.interrupt();
    await program.says(/Stopping/);
    program.interrupt();
    strictEqual(await program.code, 130);
    ok(!program.printed.includes("defect"), program.printed);
    caller.close();
  });

  await t.step("at the question: nothing is applied", async () => {
    await using program = startProgram(project, ["inventory.ts", "deploy.ts"], { terminal: true });
    await program.says(/Press enter to execute/);
    program.interrupt();
    strictEqual(await program.code, 130);
    deepStrictEqual(await files(), []);
    await until(async () => (await descendants(program.pid)).length === 0);
    await nothingLeft(host);
  });
});
