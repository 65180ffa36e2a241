import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { Date as HostDate, HasGui, LinuxGui, SecurityLimits, Selinux, Timezone } from "./facts.ts";

Deno.test("Timezone is the name behind the folder of zones", () => {
  deepStrictEqual(processFact(Timezone, "../usr/share/zoneinfo/America/Argentina/Salta"), "America/Argentina/Salta");
  deepStrictEqual(processFact(Timezone, "/var/db/timezone/zoneinfo/Europe/Paris"), "Europe/Paris");
  deepStrictEqual(processFact(Timezone, "/usr/share/zoneinfo.default/UTC"), "UTC");
  deepStrictEqual(processFact(Timezone, "Etc/UTC\n"), "Etc/UTC");
  deepStrictEqual(processFact(Timezone, ""), null);
});

Deno.test("Date reads the offset and refuses what is no date", () => {
  deepStrictEqual(processFact(HostDate, "2024-02-29T23:30:00-0130"), new Date("2024-03-01T01:00:00Z"));
  throws(() => processFact(HostDate, "date: bad"), /expected a date and time, found "date: bad"/);
});

Deno.test("SecurityLimits leaves out comments behind a limit", () => {
  deepStrictEqual(processFact(SecurityLimits, ["@web\tsoft nofile  4096 # files", "# none", "ftp -"]), [
    { domain: "@web", limitType: "soft", item: "nofile", value: "4096" },
  ]);
});

Deno.test("Selinux reads the status", () => {
  deepStrictEqual(processFact(Selinux, "SELinux status:                 enabled\nCurrent mode: enforcing\n"), {
    mode: "enabled",
  });
});

Deno.test("LinuxGui names the desktops that it knows", () => {
  const files = ["/usr/bin/gnome-session", "/usr/bin/dbus-run-session"];
  deepStrictEqual([processFact(LinuxGui, files), processFact(HasGui, files)], [["GNOME"], true]);
  deepStrictEqual(processFact(HasGui, "/usr/bin/dbus-run-session"), false);
});
