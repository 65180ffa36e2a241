import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Fact } from "../../src/api/mod.ts";
import { GpgKeyrings } from "../../src/modules/gpg/mod.ts";
import { Ip6tablesChains, Ip6tablesRules, IptablesChains, IptablesRules } from "../../src/modules/iptables/mod.ts";
import { NftablesRuleset } from "../../src/modules/nftables/mod.ts";
import { RunitManaged, RunitStatus } from "../../src/modules/runit/mod.ts";
import { TlsCertificate, TlsEndpoint } from "../../src/modules/tls/mod.ts";
import { testFor } from "../bed/skip.ts";
import { linesFrom, readFact, run } from "./local_host.ts";

const shells = ["dash", "bash", "busybox sh"];

/** Registers a test that is skipped where one of these commands fails. */
async function testWith(commands: readonly string[], name: string, body: () => Promise<void>): Promise<void> {
  const failed = await Promise.all(commands.map(async (command) => (await run(command)).code === 0 ? [] : [command]));
  const [missing] = failed.flat();
  const needed = missing === undefined
    ? { available: true } as const
    : { available: false, reason: `${missing} fails` } as const;
  Deno.test(testFor(name, body, needed, false));
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "it's a b" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A fact in a network of its own, which some commands have set up. */
async function inNetwork<T, A extends object>(setup: readonly string[], fact: Fact<T, A>, args: A): Promise<T> {
  const checked = fact.check(args);
  const text = [...setup.map((command) => `${command} || exit 1`), fact.command(checked).text].join("\n");
  return fact.process(await linesFrom(text, { shell: "unshare -n sh" }), checked);
}

const QUOTED = `it is "q" \\ ünï`;

await testWith(
  ["unshare -n true", "unshare -n iptables -S", "command -v iptables-save"],
  "iptables has the rules that were added",
  async () => {
    const setup = [
      "iptables -N WEB",
      `iptables -A INPUT ! -s 10.0.0.0/8 -i eth0 -p tcp --dport 22 -m comment --comment '${QUOTED}' -j WEB`,
      "iptables -P FORWARD DROP",
      "iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 192.0.2.1",
      "ip6tables -A OUTPUT -d 2001:db8::/32 -j REJECT",
    ];
    const [rule, ...others] = await inNetwork(setup, IptablesRules, {});
    deepStrictEqual(others, []);
    deepStrictEqual(rule, {
      chain: "INPUT",
      notSource: "10.0.0.0/8",
      inInterface: "eth0",
      protocol: "tcp",
      extras: ["-m", "tcp", "--dport", "22", "-m", "comment", "--comment", QUOTED],
      jump: "WEB",
    });
    deepStrictEqual(await inNetwork(setup, IptablesChains, {}), {
      INPUT: "ACCEPT",
      FORWARD: "DROP",
      OUTPUT: "ACCEPT",
      WEB: "-",
    });
    deepStrictEqual(await inNetwork(setup, IptablesRules, { table: "nat" }), [
      { chain: "POSTROUTING", outInterface: "eth0", jump: "SNAT", toSource: "192.0.2.1" },
    ]);
    const [v6] = await inNetwork(setup, Ip6tablesRules, {});
    deepStrictEqual([v6?.destination, v6?.jump], ["2001:db8::/32", "REJECT"]);
    deepStrictEqual(await inNetwork([...setup, "ip6tables -P INPUT DROP"], Ip6tablesChains, {}), {
      INPUT: "DROP",
      FORWARD: "ACCEPT",
      OUTPUT: "ACCEPT",
    });
  },
);

await testWith(
  ["unshare -n true", "unshare -n nft -j list ruleset"],
  "nftables has the ruleset that was loaded",
  async () => {
    const [table, ...others] = await inNetwork(
      [
        "nft add table inet drover",
        "nft 'add chain inet drover in { type filter hook input priority 0; policy drop; }'",
        "nft 'add set inet drover ports { type inet_service; flags interval; elements = { 80, 443 }; }'",
        `nft 'add rule inet drover in tcp dport 22 accept comment "it is ünï"'`,
      ],
      NftablesRuleset,
      {},
    );
    deepStrictEqual(others, []);
    const { rules, ...chain } = table!.chains.in!;
    deepStrictEqual(chain, { type: "filter", hook: "input", priority: 0, policy: "drop" });
    deepStrictEqual([rules.length, rules[0]?.comment, rules[0]?.expressions.at(-1)], [1, "it is ünï", {
      accept: null,
    }]);
    deepStrictEqual(table!.sets.ports, { type: "inet_service", flags: ["interval"], elements: [80, 443] });
  },
);

const CERTIFICATE = `[req]
distinguished_name=name
x509_extensions=extensions
prompt=no
utf8=yes
[name]
C=DE
O=It\\'s \\"A\\", ünï
CN=web.example
[extensions]
subjectAltName=@names
[names]
DNS.1=web.example
DNS.2=*.web.example
IP.1=10.0.0.1
IP.2=2001:db8::1
otherName.1=1.2.3.4;UTF8:x, DNS:evil.example
`;

/** A certificate for 30 days with its key. */
async function certificate(folder: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/req.conf`, CERTIFICATE);
  await linesFrom(
    `cd "$FOLDER" && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config req.conf -days 30 -keyout key.pem -out it.pem`,
    { env: { FOLDER: folder } },
  );
}

const NAMES = ["web.example", "*.web.example", "10.0.0.1", "2001:db8::1"];

await testWith(["command -v openssl"], "a certificate's names are its own, whatever is in the others", async () => {
  await inFolder(async (folder) => {
    await certificate(folder);
    for (const shell of shells) {
      const found = await readFact(TlsCertificate, { path: `${folder}/it.pem` }, { shell });
      deepStrictEqual(found?.names, NAMES, shell);
      strictEqual(found.subject, String.raw`CN=web.example,O=It's \"A\"\, ünï,C=DE`);
      strictEqual(found.issuer, found.subject);
      // A whole second may not have passed yet.
      ok([29, 30].includes(found.daysLeft));
      strictEqual(found.notAfter.getTime() - found.notBefore.getTime(), 30 * 86_400_000);
      ok(/^[0-9a-f]{64}$/.test(found.fingerprint) && /^[0-9A-F]+$/.test(found.serial));
      strictEqual(await readFact(TlsCertificate, { path: `${folder}/none.pem` }, { shell }), null);
    }
    await rejects(readFact(TlsCertificate, { path: `${folder}/req.conf` }), /ended with 1/);
  });
});

await testWith(["command -v openssl"], "a server's certificate is read from the server", async () => {
  await inFolder(async (folder) => {
    await certificate(folder);
    const [cert, key] = await Promise.all(["it.pem", "key.pem"].map((name) => Deno.readTextFile(`${folder}/${name}`)));
    const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert: cert!, key: key! });
    const serving = (async () => {
      for await (const connection of listener) {
        await connection.handshake().catch(() => {});
        await connection.readable.pipeTo(new WritableStream()).catch(() => {});
      }
    })();
    try {
      const file = await readFact(TlsCertificate, { path: `${folder}/it.pem` });
      for (const shell of shells) {
        const found = await readFact(TlsEndpoint, {
          host: "127.0.0.1",
          port: listener.addr.port,
          serverName: "web.example",
        }, {
          shell,
        });
        deepStrictEqual({ ...found, daysLeft: file?.daysLeft }, file, shell);
      }
    } finally {
      listener.close();
      await serving.catch(() => {});
    }
    await rejects(readFact(TlsEndpoint, { host: "127.0.0.1", port: listener.addr.port }), /refused/i);
  });
});

await testWith(["command -v gpg"], "keyrings of all formats have their keys", async () => {
  await inFolder(async (folder) => {
    const env = { GNUPGHOME: `${folder}/home`, KEYS: `${folder}/keys` };
    await Deno.mkdir(env.GNUPGHOME, { mode: 0o700 });
    await Deno.mkdir(env.KEYS);
    await linesFrom(`gpg --batch --display-charset utf-8 --passphrase '' --quick-gen-key 'A: ünï <a@x.org>' ed25519`, {
      env,
    });
    await linesFrom(
      `cd "$KEYS" && gpg --export > 'o n e.gpg' && gpg --export --armor > two.asc && cp "$GNUPGHOME/pubring.kbx" three.kbx && echo no > four.gpg && gpgconf --kill gpg-agent`,
      { env },
    );
    for (const shell of shells) {
      const found = await readFact(GpgKeyrings, { directories: [env.KEYS, `${folder}/none`] }, { env, shell });
      deepStrictEqual(
        Object.entries(found).map(([path, { format, keys }]) => [
          path.slice(env.KEYS.length + 1),
          format,
          Object.values(keys).map(({ uid }) => uid),
        ]).sort(),
        [
          ["four.gpg", "gpg", []],
          ["o n e.gpg", "gpg", ["A: ünï <a@x.org>"]],
          ["three.kbx", "kbx", ["A: ünï <a@x.org>"]],
          ["two.asc", "asc", ["A: ünï <a@x.org>"]],
        ],
      );
    }
  });
});

await testWith(["command -v sv"], "what no supervisor answers for is managed and of unknown state", async () => {
  await inFolder(async (folder) => {
    for (const name of ["one", "two b"]) await Deno.mkdir(`${folder}/${name}`);
    for (const shell of shells) {
      deepStrictEqual(await readFact(RunitManaged, { svdir: folder }, { shell }), ["one", "two b"]);
      deepStrictEqual(await readFact(RunitManaged, { svdir: folder, service: "none" }, { shell }), []);
      deepStrictEqual(await readFact(RunitStatus, { svdir: folder }, { shell }), { one: null, "two b": null });
      deepStrictEqual(await readFact(RunitStatus, { svdir: folder, service: "two b" }, { shell }), { "two b": null });
    }
  });
});
