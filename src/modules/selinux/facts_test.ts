import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { processFact } from "../../testing/mod.ts";
import { FileContext, FileContextMapping, SEBoolean, SEPort, SEPorts } from "./mod.ts";

Deno.test("a context has its level with categories, a file without one has none", () => {
  const path = { path: "/x" };
  // RHEL 9, a container's file, a policy without levels; coreutils without SELinux prints a question mark.
  deepStrictEqual(processFact(FileContext, "system_u:object_r:etc_t:s0", path), {
    user: "system_u",
    role: "object_r",
    type: "etc_t",
    level: "s0",
  });
  deepStrictEqual(processFact(FileContext, "system_u:object_r:container_file_t:s0:c1,c2", path).level, "s0:c1,c2");
  deepStrictEqual(processFact(FileContext, "u:object_r:system_file", path), {
    user: "u",
    role: "object_r",
    type: "system_file",
  });
  deepStrictEqual(processFact(FileContext, "?", path), {});
  deepStrictEqual(processFact(FileContext, "", path), {});
  throws(() => processFact(FileContext, "etc_t", path), /expected a security context, found "etc_t"/);
});

Deno.test("a mapping is found by its whole pattern, for files of all kinds, the administrator's before the policy's", () => {
  const lines = [
    "/web(/.*)?                                         directory          system_u:object_r:usr_t:s0 ",
    "/srv/web(/.*)?                                     all files          system_u:object_r:var_t:s0 ",
    "/web(/.*)?                                         all files          system_u:object_r:default_t:s0 ",
    "/web(/.*)?                                         all files          system_u:object_r:httpd_sys_content_t:s0 ",
    "/a b                                               all files          <<None>>",
  ];
  strictEqual(processFact(FileContextMapping, lines, { target: "/web(/.*)?" }).type, "httpd_sys_content_t");
  deepStrictEqual(processFact(FileContextMapping, lines, { target: "/web" }), {});
  deepStrictEqual(processFact(FileContextMapping, lines, { target: "/a b" }), {});
});

Deno.test("a boolean is on or off, whatever it will be after the next boot", () => {
  const boolean = { boolean: "httpd_enable_cgi" };
  strictEqual(processFact(SEBoolean, "httpd_enable_cgi --> on", boolean), "on");
  strictEqual(processFact(SEBoolean, "httpd_enable_cgi --> off pending: on", boolean), "off");
  throws(() => processFact(SEBoolean, "what", boolean), /"what"/);
});

Deno.test("a port has its own type, the more particular of two, and none for the rest of a range", () => {
  const lines = [
    "x_port_t tcp 8000-8010",
    "http_port_t tcp 80, 8008",
    "reserved_port_t tcp 1-511",
    "z_port_t tcp 8000-8100",
  ];
  const { tcp } = processFact(SEPorts, lines);
  deepStrictEqual([tcp!["80"], tcp!["8008"], tcp!["8009"], tcp!["8050"], tcp!["22"]], [
    "http_port_t",
    "http_port_t",
    "x_port_t",
    "z_port_t",
    undefined,
  ]);
  throws(() => processFact(SEPorts, "x_port_t tcp 1-99999999"), /up to 65535/);

  const port = { protocol: "tcp", port: 53 } as const;
  strictEqual(
    processFact(SEPort, "53: udp dns_port_t 53\n53: tcp reserved_port_t 1-511\n53: tcp dns_port_t 53", port),
    "dns_port_t",
  );
  strictEqual(processFact(SEPort, "53: udp dns_port_t 53", port), "");
  strictEqual(processFact(SEPort, "", port), "");
  strictEqual(processFact(SEPort, "Undefined port type", port), "");
  throws(() => processFact(SEPort, "No SELinux Policy installed", port), /found "No SELinux Policy installed"/);
});

Deno.test("all ports that are listed have their types", () => {
  const ports = fc.dictionary(fc.integer({ min: 1, max: 65535 }).map(String), fc.constantFrom("a_t", "b_t"), {
    noNullPrototype: true,
    minKeys: 1,
  });
  fc.assert(
    fc.property(ports, (udp) => {
      const lines = Object.entries(udp).map(([port, type]) => `${type.padEnd(30)} udp      ${port}`);
      deepStrictEqual(processFact(SEPorts, lines), { udp });
    }),
    { numRuns: 50 },
  );
});
