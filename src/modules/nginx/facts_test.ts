import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { NginxConfigTest } from "./mod.ts";

Deno.test("problems have their place, and a warning leaves the configuration valid", () => {
  // nginx 1.22 of Debian 12 and 1.26; the line of a log that goes to the standard error.
  deepStrictEqual(
    processFact(
      NginxConfigTest,
      'nginx: [emerg] unknown directive "bogus" in /tmp/a b.conf:2\n2026/11/23 07:12:53 [emerg] 19136#19136: unknown directive "bogus" in /tmp/a b.conf:2\n' +
        "nginx: configuration file /tmp/a b.conf test failed\nexit=1",
    ),
    {
      isValid: false,
      problems: [{ level: "emerg", message: 'unknown directive "bogus"', file: "/tmp/a b.conf", line: 2 }],
    },
  );
  deepStrictEqual(
    processFact(NginxConfigTest, 'nginx: [warn] the "user" directive makes sense only if root in /n.conf:1\nexit=0'),
    {
      isValid: true,
      problems: [{ level: "warn", message: 'the "user" directive makes sense only if root', file: "/n.conf", line: 1 }],
    },
  );
  deepStrictEqual(processFact(NginxConfigTest, "exit=0"), { isValid: true, problems: [] });
  deepStrictEqual(processFact(NginxConfigTest, "nginx: error while loading shared libraries: libx\nexit=127"), {
    isValid: false,
    problems: [{ level: "error", message: "nginx: error while loading shared libraries: libx" }],
  });
});
