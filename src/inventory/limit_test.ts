import { deepStrictEqual, throws } from "node:assert/strict";
import { limitHosts } from "./limit.ts";

const choice = {
  hosts: ["web1.net", "web2.net", "db1.net", "@local"],
  groups: new Map([["web", new Set(["web1.net", "web2.net"])], ["empty", new Set<string>()]]),
};
const limited = (limit: string[], exclude: string[] = []) => [...limitHosts({ limit, exclude }, choice)];

Deno.test("without limits all hosts take part", () => deepStrictEqual(limited([]), choice.hosts));
Deno.test("a limit is a group, a host or a pattern, and several add up", () => {
  deepStrictEqual(limited(["web"]), ["web1.net", "web2.net"]);
  deepStrictEqual(limited(["@local", "db?.net"]), ["db1.net", "@local"]);
  deepStrictEqual(limited(["*1.net"]), ["web1.net", "db1.net"]);
});
Deno.test("what is excluded is taken from the limit", () =>
  deepStrictEqual(limited(["*.net"], ["web2*"]), ["web1.net", "db1.net"]));
Deno.test("a dot in a pattern is a dot", () => throws(() => limited(["web1?et.net"]), /no group and no host/));
Deno.test("a name that fits nothing is an error with the nearest one", () => {
  throws(() => limited(["wbe"]), /--limit wbe: .*did you mean "web"/);
  throws(() => limited([], ["web3.ne"]), /--exclude web3\.ne: .*did you mean "web1\.net"/);
});
Deno.test("limits that leave no host are an error", () => {
  throws(() => limited(["web"], ["web*"]), /No host is left of 4/);
  throws(() => limited(["empty"]), /No host is left of 4/);
});
