import { deepStrictEqual, throws } from "node:assert/strict";
import { expandPattern } from "./ranges.ts";

Deno.test("ranges of numbers and letters stand for hosts", () => {
  deepStrictEqual(expandPattern("web[01:06:2].net").names, ["web01.net", "web03.net", "web05.net"]);
  deepStrictEqual(expandPattern("db-[a:c]").names, ["db-a", "db-b", "db-c"]);
  deepStrictEqual(expandPattern("h[8:11]").names, ["h8", "h9", "h10", "h11"]);
  deepStrictEqual(expandPattern("h[:2]").names, ["h0", "h1", "h2"]);
  deepStrictEqual(expandPattern("r[1:2]-n[a:b]").names, ["r1-na", "r1-nb", "r2-na", "r2-nb"]);
});

Deno.test("a port stands behind a name, a range or an address in brackets", () => {
  deepStrictEqual(expandPattern("web[1:2]:2222"), { names: ["web1", "web2"], port: 2222 });
  deepStrictEqual(expandPattern("[2001:db8::1]:22"), { names: ["2001:db8::1"], port: 22 });
  deepStrictEqual(expandPattern("2001:db8::1"), { names: ["2001:db8::1"], port: undefined });
  deepStrictEqual(expandPattern("[::1]"), { names: ["::1"], port: undefined });
});

Deno.test("ranges and ports that make no sense are errors that quote them", () => {
  for (
    const [pattern, message] of [
      ["w[5:1]", /"\[5:1\]" ends before it begins/],
      ["w[01:100]", /leading zero/],
      ["w[1:x]", /neither of numbers nor of letters/],
      ["w[1:3:0]", /is not like/],
      ["w[1]", /is not like/],
      ["w[1:2", /has no end/],
      ["w[1:9999999]", /too many hosts/],
      ["w[1:9999][1:9999]", /too many hosts/],
      ["w:99999", /"99999" is no port/],
    ] as const
  ) throws(() => expandPattern(pattern), { message }, pattern);
});
