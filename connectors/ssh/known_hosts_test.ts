import { deepStrictEqual, ok } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import fc from "fast-check";
import {
  fingerprint,
  isAbout,
  judge,
  knownHostsLine,
  knownHostsName,
  knownTypes,
  parseKnownHosts,
  typeOfKey,
} from "./known_hosts.ts";

/** A key with a type and a body, as it stands in a known_hosts line. */
function keyOf(type: string, body: Uint8Array): string {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(type.length);
  return Buffer.concat([head, Buffer.from(type), body]).toString("base64");
}

const ED = keyOf("ssh-ed25519", Buffer.alloc(36, 1));
const OTHER_ED = keyOf("ssh-ed25519", Buffer.alloc(36, 2));
const RSA = keyOf("ssh-rsa", Buffer.alloc(80, 3));

function parse(text: string) {
  return parseKnownHosts(text, "known_hosts");
}

Deno.test("parses key lines and leaves out everything else", () => {
  const text = `# comment\n\nweb1,10.0.0.1 ssh-ed25519 ${ED} me@here\n@revoked * ssh-rsa ${RSA}\n` +
    `web2 ssh-rsa ${ED}\n@unknown web3 ssh-rsa ${RSA}\nweb4 ssh-rsa\n|1|x ssh-ed25519 notbase64!\n`;
  deepStrictEqual(parse(text).map(({ names, marker, line }) => [names, marker, line]), [
    ["web1,10.0.0.1", undefined, 3],
    ["*", "revoked", 4],
  ]);
});

Deno.test("names carry the port unless it is 22", () => {
  deepStrictEqual(knownHostsName("Web1", 22), "web1");
  deepStrictEqual(knownHostsName("web1", 2222), "[web1]:2222");
});

Deno.test("matches patterns, negated ones and upper case", () => {
  const [entry] = parse(`*.Example.com,!bad.example.com,10.0.0.? ssh-ed25519 ${ED}`);
  deepStrictEqual(
    ["web.example.com", "bad.example.com", "10.0.0.1", "10.0.0.12", "WEB.example.com", "web.exampleXcom"]
      .map((name) => isAbout(entry!, name)),
    [true, false, true, false, true, false],
  );
});

Deno.test("a changed key shows what was known, also of another type", () => {
  const entries = parse(`web1 ssh-ed25519 ${ED}`);
  deepStrictEqual(judge(entries, ["web1"], ED), { kind: "known" });
  deepStrictEqual(judge(entries, ["web1"], OTHER_ED), { kind: "changed", entries });
  deepStrictEqual(judge(entries, ["web1"], RSA), { kind: "changed", entries });
  deepStrictEqual(judge(entries, ["web2"], RSA), { kind: "unknown" });
});

Deno.test("one of several keys of a host is enough", () => {
  const entries = parse(`web1 ssh-ed25519 ${ED}\nweb1 ssh-rsa ${RSA}`);
  deepStrictEqual(judge(entries, ["web1"], RSA), { kind: "known" });
  deepStrictEqual(knownTypes(entries, ["web1"]), ["ssh-ed25519", "ssh-rsa"]);
});

Deno.test("a revoked key is refused even where it is also known", () => {
  const entries = parse(`web1 ssh-ed25519 ${ED}\n@revoked * ssh-ed25519 ${ED}`);
  deepStrictEqual(judge(entries, ["web1"], ED).kind, "revoked");
  deepStrictEqual(judge(entries, ["web1"], OTHER_ED).kind, "changed");
});

Deno.test("a certificate authority makes a plain key neither known nor new", () => {
  const entries = parse(`@cert-authority *.example.com ssh-rsa ${RSA}`);
  deepStrictEqual(judge(entries, ["a.example.com"], ED).kind, "authority");
  deepStrictEqual(judge(entries, ["a.example.org"], ED).kind, "unknown");
});

Deno.test("the plain name can confirm a key on another port, not contradict it", () => {
  const entries = parse(`web1 ssh-ed25519 ${ED}`);
  const names = ["[web1]:2222", "web1"];
  deepStrictEqual(judge(entries, names, ED), { kind: "known" });
  deepStrictEqual(judge(entries, names, OTHER_ED), { kind: "unknown" });
});

const hostNames = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?$/);
const ports = fc.oneof(fc.constant(22), fc.integer({ min: 1, max: 65535 }));

Deno.test("what is written is found again, plain and hashed, and for that host alone", () => {
  fc.assert(
    fc.property(hostNames, hostNames, ports, fc.uint8Array({ minLength: 1, maxLength: 99 }), fc.boolean(), (
      host,
      other,
      port,
      body,
      hashed,
    ) => {
      const key = keyOf("ssh-ed25519", body);
      const name = knownHostsName(host, port);
      const entries = parse(knownHostsLine(name, key, hashed ? Buffer.alloc(20, port % 256) : undefined));
      deepStrictEqual(judge(entries, [name], key), { kind: "known" });
      if (other !== host) deepStrictEqual(judge(entries, [knownHostsName(other, port)], key), { kind: "unknown" });
    }),
  );
});

Deno.test("any text is parsed without an error", () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
    for (const entry of parse(text)) ok(entry.type === typeOfKey(entry.key) && !isAbout(entry, "no such name"));
  }));
});

Deno.test("ssh-keygen finds what is written and shows the same fingerprint", async () => {
  const folder = await Deno.makeTempDir();
  const keygen = async (...args: string[]) => {
    const { stdout } = await new Deno.Command("ssh-keygen", { args }).output();
    return new TextDecoder().decode(stdout);
  };
  try {
    await keygen("-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key"));
    const key = (await Deno.readTextFile(join(folder, "key.pub"))).split(" ")[1]!;
    const file = join(folder, "known_hosts");
    const lines = [knownHostsLine("web1", key), knownHostsLine("[web2]:2222", key, Buffer.alloc(20, 7))];
    await Deno.writeTextFile(file, lines.join(""));
    for (const [name, line] of [["web1", 1], ["[web2]:2222", 2]] as const) {
      ok((await keygen("-F", name, "-f", file)).includes(`found: line ${line}`), name);
    }
    deepStrictEqual(await keygen("-F", "web3", "-f", file), "");
    ok((await keygen("-l", "-f", join(folder, "key.pub"))).includes(fingerprint(key)));
    // And the other way: names that ssh-keygen has hashed are found here.
    await keygen("-H", "-f", file);
    const entries = parseKnownHosts(await Deno.readTextFile(file), file);
    ok(entries.every((entry) => entry.names.startsWith("|1|")));
    deepStrictEqual(["web1", "[web2]:2222", "web3"].map((name) => judge(entries, [name], key).kind), [
      "known",
      "known",
      "unknown",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
