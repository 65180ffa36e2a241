import { match, ok, strictEqual } from "node:assert/strict";
import { bedTest, run, startSshd } from "../bed/mod.ts";
import { inventoryOf } from "./hosts.ts";
import { type Project, startProject } from "./program.ts";

/** What is wrong with a host, and what has to be said about it. */
interface Case {
  readonly what: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly code: number;
  readonly says: readonly RegExp[];
  readonly args?: readonly string[];
}

bedTest("a host that cannot be used is explained and not changed", async (t) => {
  await using server = await startSshd();
  await using project = await startProject();
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", project.path("stranger")]);
  const other = (await Deno.readTextFile(project.path("stranger.pub"))).split(" ").slice(0, 2).join(" ");
  await project.write({
    "deploy.ts": `import { files } from "drover";
export default (host) => { files.file({ path: ${JSON.stringify(project.path("marker"))} }); };
`,
    "known_hosts": `[${server.address}]:${server.port} ${other}\n`,
  });
  const cases: readonly Case[] = [
    {
      what: "a port where nothing listens",
      data: { sshPort: 1 },
      code: 4,
      says: [/\[web1\] Cannot connect to web1 .*connection refused/, /set sshPort/],
    },
    {
      what: "a name that does not exist",
      data: { sshHostname: "no-such-host.invalid" },
      code: 4,
      says: [/\[web1\] Cannot .*no-such-host\.invalid/],
    },
    {
      what: "a refused key",
      data: { sshKey: project.path("stranger"), sshLookForKeys: false },
      code: 4,
      says: [/\[web1\] Cannot connect .*authentication failed; tried key .*stranger/, /authorized_keys/],
    },
    {
      what: "a changed host key",
      data: { sshKnownHostsFile: project.path("known_hosts") },
      code: 4,
      says: [/\[web1\] .*host key .*(changed|differs)/i, /known_hosts(:1|, line 1)/, /ssh-keygen -R/],
    },
    {
      what: "sudo that wants a password",
      data: { sshUser: "drover-sudo-password", _sudo: true },
      code: 1,
      says: [/\[web1\] .*sudo/i, /password/i, /_sudoPassword|--use-sudo-password/],
    },
    {
      what: "sudo for one who may not use it",
      data: { sshUser: "drover-key", _sudo: true },
      code: 1,
      says: [/\[web1\] .*sudo/i],
    },
    {
      what: "a data key of ssh that does not exist",
      data: { sshPrt: 22 },
      code: 2,
      says: [/sshPrt/, /did you mean "sshPort"/],
    },
  ];
  for (const one of cases) {
    await t.step(one.what, () => check(project, inventoryOf(server, { web: ["web1"] }, one.data), one));
  }
  await t.step("one of two hosts cannot be reached: the other one is done", async () => {
    await project.write({
      "inventory.ts": inventoryOf(server, { web: [], db: ["db1"] }).replace(
        '"web":[]',
        '"web":[["web1",{"sshPort":1}]]',
      ),
    });
    const { code, stderr } = await project.drover(["inventory.ts", "deploy.ts", "-y"]);
    strictEqual(code, 1, stderr);
    match(stderr, /\[db1\] +Success/);
    match(stderr, /\[web1\] +unreachable/);
    ok(await project.read("marker") !== undefined);
  });
});

async function check(project: Project, inventory: string, { code, says, args = [] }: Case): Promise<void> {
  await project.write({ "inventory.ts": inventory });
  const { stderr, stdout, code: found } = await project.drover(["inventory.ts", "deploy.ts", "-y", ...args]);
  for (const pattern of says) match(stderr, pattern);
  strictEqual(found, code, stderr);
  strictEqual(stdout, "");
  strictEqual(await project.read("marker"), undefined);
  ok(!/^ {2,}at .*(src|ext:)/m.test(stderr), stderr);
}
