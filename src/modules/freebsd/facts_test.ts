import { deepStrictEqual, match, throws } from "node:assert/strict";
import type { Fact } from "../../api/mod.ts";
import { processFact } from "../../testing/mod.ts";
import { PkgPackage, ServiceScript, ServiceStatus, Sysrc } from "./facts.ts";

const command = <A extends object>(fact: Fact<string | null, A>, args: A) =>
  fact.definition.command(fact.check(args)).text;

Deno.test("FreeBSD's facts give what is printed, and null for nothing", () => {
  deepStrictEqual(processFact(ServiceScript, "nginx", { srvname: "nginx" }), "nginx");
  deepStrictEqual(processFact(ServiceStatus, "running", { srvname: "nginx" }), "running");
  deepStrictEqual(processFact(Sysrc, "-p 80\n-q", { parameter: "nginx_flags" }), "-p 80\n-q");
  deepStrictEqual(processFact(Sysrc, [""], { parameter: "nginx_flags" }), "");
  deepStrictEqual(processFact(Sysrc, "", { parameter: "nginx_flags" }), null);
  deepStrictEqual(processFact(PkgPackage, "nginx-1.26.2,3", { package: "nginx" }), "nginx-1.26.2,3");
});

Deno.test("FreeBSD's facts work in a jail, with any name", () => {
  deepStrictEqual(
    command(ServiceScript, { srvname: "a b" }),
    `scripts=$(service -l) && { printf "%s\\n" "$scripts" | grep -Fx -e 'a b' || true; }`,
  );
  deepStrictEqual(
    command(ServiceStatus, { srvname: "$x", jail: "j 1" }),
    "! service -j 'j 1' '$x' status >/dev/null 2>&1 || echo running",
  );
  match(command(Sysrc, { parameter: "x", jail: "j" }), /sysrc -j j -in -- x;/);
  match(command(PkgPackage, { package: "x", jail: "j" }), /pkg -j j info -E -- x;/);
  throws(() => command(PkgPackage, { package: "-x" }), /package/);
});
