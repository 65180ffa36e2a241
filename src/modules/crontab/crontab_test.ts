import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { given, plan, processFact } from "../../testing/mod.ts";
import { crontab } from "./crontab.ts";
import { Crontab } from "./facts.ts";

/** A crontab in a file, which real shells and a real sed work on. */
async function withTable(
  table: string | null,
  run: (apply: (args: Arguments) => Promise<string | null>) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/table`;
    if (table !== null) await Deno.writeTextFile(file, table);
    const program = `#!/bin/sh\ncase "$*" in *-l) exec cat "${file}";; *-) exec cat > "${file}";; esac\n`;
    await Deno.writeTextFile(`${folder}/crontab`, program);
    await Deno.chmod(`${folder}/crontab`, 0o755);
    const read = () => Deno.readTextFile(file).catch(() => null);
    await run(async (args) => {
      const { commands } = await plan(crontab, args, [
        given(Crontab, {}, processFact(Crontab, await read() ?? "")),
      ]);
      for (const command of commands) {
        const env = { PATH: `${folder}:${Deno.env.get("PATH")}` };
        const { success } = await new Deno.Command("sh", { args: ["-c", command], env }).output();
        strictEqual(success, true, command);
      }
      return commands.length ? await read() : null;
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Arguments = Parameters<typeof crontab.inner>[0];

const STRANGE = String.raw`echo 'it''s' "$HOME" \d | sed s/a+/b\&c/ [x]* 100%`;

Deno.test("an entry is added once, to a user without a crontab too", async () => {
  await withTable(null, async (apply) => {
    strictEqual(await apply({ command: STRANGE, minute: [0, 30], hour: "2-4" }), `0,30 2-4 * * * ${STRANGE}\n`);
    strictEqual(await apply({ command: STRANGE, minute: [0, 30], hour: "2-4" }), null);
  });
});

Deno.test("an entry is changed without touching others that contain its command, comments or settings", async () => {
  const table = (line: string) => `# job\nPATH=/bin\n${line}\n0 0 * * * job two\n@daily first job\n`;
  await withTable(table("5 * * * * job"), async (apply) => {
    strictEqual(await apply({ command: "job", specialTime: "@reboot" }), table("@reboot job"));
    strictEqual(await apply({ command: "job", minute: 1 }), table("1 * * * * job"));
  });
});

Deno.test("a strange command is changed to itself at another time", async () => {
  await withTable(`1 * * * * ${STRANGE}\n`, async (apply) => {
    strictEqual(await apply({ command: STRANGE, minute: 2 }), `2 * * * * ${STRANGE}\n`);
  });
});

Deno.test("a named entry is found when its command changes, and is removed with its name", async () => {
  await withTable("0 0 * * * other\n# pyinfra-name=a.b\n1 1 * * * old\n", async (apply) => {
    const changed = "0 0 * * * other\n# pyinfra-name=a.b\n1 1 * * * new\n";
    strictEqual(await apply({ command: "new", cronName: "a.b", minute: 1, hour: 1 }), changed);
    strictEqual(await apply({ command: "new", cronName: "a.b", minute: 1, hour: 1 }), null);
    strictEqual(await apply({ command: "whatever", cronName: "a.b", present: false }), "0 0 * * * other\n");
  });
});

Deno.test("a crontab that cannot be listed is not overwritten", async () => {
  const facts = [given(Crontab, {}, { job: { specialTime: "@daily", comments: [] } })];
  for (const args of [{ command: "job" }, { command: "new" }, { command: "job", present: false }]) {
    const { commands } = await plan(crontab, args, facts);
    const shell = `crontab() { case "$*" in *-l) return 1;; *) echo overwritten;; esac; }\n${commands[0]}`;
    const { stdout, success } = await new Deno.Command("sh", { args: ["-c", shell] }).output();
    deepStrictEqual([new TextDecoder().decode(stdout), success], ["", false]);
  }
});

Deno.test("a setting is no entry, whatever its value looks like", () => {
  deepStrictEqual(processFact(Crontab, "MAILTO = a b c d e f\nX=1 2 3 4 5 6"), {});
});
