import { deepStrictEqual } from "node:assert/strict";
import { sshHostOf } from "./ssh_host.ts";

for (
  const [address, host] of [
    ["git@github.com:owner/name.git", { hostname: "github.com" }],
    ["git@git.example.net", { hostname: "git.example.net" }],
    ["ssh://git@example.net:2222/name.git", { hostname: "example.net", port: 2222 }],
    ["ssh://[2001:db8::1]/name.git", { hostname: "2001:db8::1" }],
    ["https://github.com/owner/name.git", undefined],
    ["/srv/git/name.git", undefined],
    ["git@", undefined],
  ] as const
) {
  Deno.test(`the SSH host of ${address} is ${host?.hostname ?? "none"}`, () =>
    deepStrictEqual(sshHostOf(address), host));
}
