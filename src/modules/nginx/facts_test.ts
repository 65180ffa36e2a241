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

/** What nginx printed on different systems; the first three of nginx 1.22.1 of Debian 12, the others documented. */
const recorded: readonly (readonly [system: string, output: string, isValid: boolean, problems: object[]])[] = [
  [
    "Debian 12: two servers of one name",
    '2026/11/23 09:08:11 [warn] 3257#3257: conflicting server name "a" on 0.0.0.0:80, ignored\nexit=0',
    true,
    [{ level: "warn", message: 'conflicting server name "a" on 0.0.0.0:80, ignored' }],
  ],
  [
    "Debian 12, not as root",
    '2026/11/23 09:22:34 [warn] 6146#6146: the "user" directive makes sense only if the master process runs with ' +
    "super-user privileges, ignored in /etc/nginx/nginx.conf:1\n" +
    '2026/11/23 09:22:34 [emerg] 6146#6146: open() "/run/nginx.pid" failed (13: Permission denied)\n' +
    "nginx: configuration file /etc/nginx/nginx.conf test failed\nexit=1",
    false,
    [
      {
        level: "warn",
        message: 'the "user" directive makes sense only if the master process runs with super-user privileges, ignored',
        file: "/etc/nginx/nginx.conf",
        line: 1,
      },
      { level: "emerg", message: 'open() "/run/nginx.pid" failed (13: Permission denied)' },
    ],
  ],
  [
    "Debian 12: a quote that is not closed",
    '2026/11/23 09:22:34 [emerg] 6148#6148: unexpected end of file, expecting ";" or "}" in /tmp/e2.conf:2\n' +
    "nginx: configuration file /tmp/e2.conf test failed\nexit=1",
    false,
    [{ level: "emerg", message: 'unexpected end of file, expecting ";" or "}"', file: "/tmp/e2.conf", line: 2 }],
  ],
  [
    "Alpine 3.20, nginx 1.26",
    'nginx: [warn] the "listen ... http2" directive is deprecated, use the "http2" directive instead in /etc/nginx/http.d/a.conf:2\nexit=0',
    true,
    [{
      level: "warn",
      message: 'the "listen ... http2" directive is deprecated, use the "http2" directive instead',
      file: "/etc/nginx/http.d/a.conf",
      line: 2,
    }],
  ],
  [
    "FreeBSD 14, nginx 1.24",
    'nginx: [alert] could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)\n' +
    'nginx: [emerg] host not found in upstream "app" in /usr/local/etc/nginx/nginx.conf:47\n' +
    "nginx: configuration file /usr/local/etc/nginx/nginx.conf test failed\nexit=1",
    false,
    [
      {
        level: "alert",
        message: 'could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)',
      },
      {
        level: "emerg",
        message: 'host not found in upstream "app"',
        file: "/usr/local/etc/nginx/nginx.conf",
        line: 47,
      },
    ],
  ],
];

for (const [system, output, isValid, problems] of recorded) {
  Deno.test(`NginxConfigTest reads what nginx prints on ${system}`, () => {
    deepStrictEqual(processFact(NginxConfigTest, output), { isValid, problems });
  });
}
