import { strictEqual } from "node:assert/strict";
import { crontab, server } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { startServerBed } from "./server_bed.ts";

bedTest("crontabs of users on a host", async (t) => {
  await using bed = await startServerBed();
  const { dryWet, sh } = bed;
  await t.step("server.packages installs cron with the host's own package manager", async () => {
    await dryWet(() => server.packages({ packages: "cron" }));
    strictEqual(await sh("dpkg-query -W -f '${Status}' cron"), "install ok installed");
  });

  const table = async (user: string) => {
    const lines = (await sh(`crontab -u ${user} -l 2>/dev/null || :`)).split("\n");
    return lines.filter((line) => line !== "" && !/^# (DO NOT EDIT|\(|m h)/.test(line));
  };
  const shows = async (user: string, ...lines: string[]) =>
    strictEqual((await table(user)).join("\n"), lines.join("\n"));

  await t.step("an entry is added, its time changed, and it is removed", async () => {
    await dryWet(() => crontab.crontab({ command: "echo 'a%b' >/dev/null 2>&1", minute: 5, hour: [1, 13] }));
    await shows("root", "5 1,13 * * * echo 'a%b' >/dev/null 2>&1");
    await dryWet(() =>
      crontab.crontab({ command: "echo 'a%b' >/dev/null 2>&1", minute: "*/10", dayOfWeek: "mon-fri" })
    );
    await shows("root", "*/10 * * * mon-fri echo 'a%b' >/dev/null 2>&1");
    await dryWet(() => crontab.crontab({ command: "backup", specialTime: "@daily" }));
    await dryWet(() => crontab.crontab({ command: "echo 'a%b' >/dev/null 2>&1", present: false }));
    await shows("root", "@daily backup");
  });

  await t.step("an entry is found by its name when its command changes", async () => {
    await dryWet(() => crontab.crontab({ cronName: "sync it", command: "rsync a/ b/", hour: 3, minute: 0 }));
    await dryWet(() =>
      crontab.crontab({ cronName: "sync it", command: "rsync 'c d'/ \\e/ & true", hour: 3, minute: 0 })
    );
    await shows("root", "@daily backup", "# drover-name=sync it", "0 3 * * * rsync 'c d'/ \\e/ & true");
    await dryWet(() => crontab.crontab({ cronName: "sync it", command: "whatever", present: false }));
    await shows("root", "@daily backup");
  });

  await t.step("lines of others stay as they are", async () => {
    await sh("printf '%s\\n' '# mine' 'MAILTO=\"\"' '' '1 2 3 4 5 theirs' | crontab -u drover-key -");
    await dryWet(() => crontab.crontab({ user: "drover-key", command: "ours", month: 6, dayOfMonth: 7 }));
    await shows("drover-key", "# mine", 'MAILTO=""', "1 2 3 4 5 theirs", "* * 7 6 * ours");
    await dryWet(() => crontab.crontab({ user: "drover-key", command: "theirs", present: false }));
    await shows("drover-key", "# mine", 'MAILTO=""', "* * 7 6 * ours");
  });

  await t.step("the crontab is that of the user whom commands run as", async () => {
    await dryWet(() =>
      crontab.crontab({ command: "as-user", specialTime: "@reboot", _sudo: true, _sudoUser: "drover-sudo" })
    );
    await shows("drover-sudo", "@reboot as-user");
    await dryWet(() => crontab.crontab({ command: "own", minute: 1 }), { login: "drover-sudo" });
    await shows("drover-sudo", "@reboot as-user", "1 * * * * own");
  });

  await t.step("variables of the host are interpolated when asked for", async () => {
    const one = { user: "drover-key", minute: 1, _env: { FIELD: "it's green" } };
    await dryWet(() => crontab.crontab({ ...one, command: "echo '$FIELD'" }));
    await dryWet(() => crontab.crontab({ ...one, command: 'echo "$FIELD"', interpolateVariables: true }));
    strictEqual(
      (await table("drover-key")).slice(3).join("\n"),
      "1 * * * * echo '$FIELD'\n1 * * * * echo \"it's green\"",
    );
  });

  await t.step("server.packages removes cron again", async () => {
    await dryWet(() => server.packages({ packages: ["cron"], present: false }));
    strictEqual(await sh("command -v crontab || echo none"), "none\n");
  });
});
