import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { canonicalData, hasPrefix } from "./keys.ts";

Deno.test("a key belongs to a connector in both spellings, and only with a word boundary after the prefix", () => {
  const found = ["ssh_user", "sshUser", "sshd_port", "sshfs", "ssh"].filter((key) => hasPrefix(key, "ssh"));
  deepStrictEqual(found, ["ssh_user", "sshUser"]);
  strictEqual(hasPrefix("dockerssh_image", "docker"), false);
});

Deno.test("keys of connectors get one spelling, the user's own stay as written", () => {
  const data = { ssh_known_hosts_file: "a", app_port: 1, sshUser: undefined };
  deepStrictEqual(canonicalData(data, ["ssh"], "test"), { sshKnownHostsFile: "a", app_port: 1 });
});

Deno.test("both spellings of one key are an error", () => {
  throws(() => canonicalData({ ssh_user: "a", sshUser: "b" }, ["ssh"], 'group "web"'), /"ssh_user" and "sshUser"/);
});
