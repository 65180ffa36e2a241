import { deepStrictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { processFact } from "../../testing/mod.ts";
import { SystemdTimers } from "./timers.ts";
import { parseSpan, parseTime } from "./times.ts";

Deno.test("timers have their schedule and times, by the calendar and since the boot", () => {
  // systemd 252 of Debian 12, 239 of RHEL 8 (n/a for no time), 255 of Ubuntu 24.04 (infinity).
  const lines = `Clock=1000000 400000.00
Id=apt-daily.timer
Unit=apt-daily.service
ActiveState=active
UnitFileState=enabled
TimersCalendar={ OnCalendar=*-*-* 06,18:00:00 ; next_elapse=Tue 2026-11-24 06:00:00 UTC }
NextElapseUSecRealtime=Tue 2026-11-24 06:00:00 UTC
NextElapseUSecMonotonic=0
LastTriggerUSec=Mon 2026-11-23 18:00:01 UTC

Id=clean.timer
Unit=clean.service
ActiveState=active
UnitFileState=static
TimersMonotonic={ OnUnitActiveUSec=1d ; next_elapse=5d 30min }
TimersMonotonic={ OnBootUSec=15min ; next_elapse=15min }
NextElapseUSecRealtime=n/a
NextElapseUSecMonotonic=5d 30min 4.5s
LastTriggerUSec=n/a

Id=off.timer
Unit=off.service
ActiveState=inactive
UnitFileState=disabled
NextElapseUSecRealtime=
NextElapseUSecMonotonic=infinity
LastTriggerUSec=`;
  deepStrictEqual(processFact(SystemdTimers, lines), {
    "apt-daily.timer": {
      activates: "apt-daily.service",
      isActive: true,
      isEnabled: true,
      schedule: ["OnCalendar=*-*-* 06,18:00:00"],
      next: new Date("2026-11-24T06:00:00Z"),
      last: new Date("2026-11-23T18:00:01Z"),
    },
    "clean.timer": {
      activates: "clean.service",
      isActive: true,
      isEnabled: true,
      schedule: ["OnUnitActiveUSec=1d", "OnBootUSec=15min"],
      next: new Date((1_000_000 - 400_000 + 5 * 86_400 + 1804.5) * 1000),
      last: null,
    },
    "off.timer": { activates: "off.service", isActive: false, isEnabled: false, schedule: [], next: null, last: null },
  });
  deepStrictEqual(processFact(SystemdTimers, "Clock=1 2"), {});
  throws(() => processFact(SystemdTimers, "Clock=1 2\nwhat"), /"what"/);
});

Deno.test("spans and times that cannot be read are errors that quote them", () => {
  deepStrictEqual(parseSpan("1w 2d 3h 4min 5s 6ms 7us"), 788_645_006.007);
  throws(() => parseSpan("1 fortnight"), /"1 fortnight"/);
  throws(() => parseTime("Mon 2026-11-23 07:00:00 CET"), /"Mon 2026-11-23 07:00:00 CET"/);
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const read of [parseSpan, parseTime]) {
        try {
          read(text);
        } catch (error) {
          deepStrictEqual((error as Error).message.includes(JSON.stringify(text)), true);
        }
      }
    }),
    { numRuns: 100 },
  );
});
