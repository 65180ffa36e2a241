import { deepStrictEqual, throws } from "node:assert/strict";
import { jumpSpec } from "./jump_spec.ts";

Deno.test("a host of ProxyJump may have a user and a port", () => {
  const of = (text: string) => jumpSpec(text, "web1");
  deepStrictEqual(of("bastion"), { host: "bastion", user: undefined, port: undefined });
  deepStrictEqual(of("me@bastion:2222"), { host: "bastion", user: "me", port: 2222 });
  deepStrictEqual(of("ssh://me@[fe80::1]:22"), { host: "fe80::1", user: "me", port: 22 });
  for (const wrong of ["", "a:b", "a:0", "a:70000", "fe80::1"]) throws(() => of(wrong), /has ProxyJump/);
});
