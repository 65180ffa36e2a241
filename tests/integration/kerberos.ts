import { freePort } from "../bed/server.ts";
import { run } from "../bed/mod.ts";

/** The programs of a Kerberos realm; Debian has them in krb5-kdc, krb5-admin-server and krb5-user. */
const PROGRAMS = ["krb5kdc", "kdb5_util", "kadmin.local", "kinit", "klist"];
const REALM = "DROVER.TEST";

/** A Kerberos realm on loopback. */
export interface Realm extends AsyncDisposable {
  /** Where its programs and libraries find it, and its hosts their keys. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets a ticket for root. */
  login(): Promise<void>;
}

/** What is missing for a realm; empty where all is there. */
export async function lacksForRealm(): Promise<string> {
  const found = await Promise.all(
    PROGRAMS.map(async (name) => {
      const { success } = await new Deno.Command("sh", { args: ["-c", 'command -v "$0" >/dev/null', name] }).output();
      return success ? [] : [name];
    }),
  );
  return found.flat().join(", ");
}

/** Starts a realm that knows root and the host 127.0.0.1. */
export async function startRealm(): Promise<Realm> {
  const folder = await Deno.makeTempDir({ prefix: "drover-realm-" });
  const port = freePort("127.0.0.1");
  const env = {
    KRB5_CONFIG: `${folder}/krb5.conf`,
    KRB5_KDC_PROFILE: `${folder}/kdc.conf`,
    KRB5_KTNAME: `${folder}/keytab`,
    KRB5CCNAME: `${folder}/tickets`,
  };
  const write = (name: string, lines: readonly string[]) => Deno.writeTextFile(`${folder}/${name}`, lines.join("\n"));
  await write("krb5.conf", [
    "[libdefaults]",
    `default_realm = ${REALM}`,
    "dns_lookup_kdc = false",
    "dns_canonicalize_hostname = false",
    "rdns = false",
    "[realms]",
    `${REALM} = {`,
    `kdc = 127.0.0.1:${port}`,
    "}",
    "",
  ]);
  await write("kdc.conf", [
    "[kdcdefaults]",
    `kdc_listen = 127.0.0.1:${port}`,
    `kdc_tcp_listen = 127.0.0.1:${port}`,
    "[realms]",
    `${REALM} = {`,
    `database_name = ${folder}/principal`,
    `key_stash_file = ${folder}/stash`,
    `acl_file = ${folder}/acl`,
    "}",
    "",
  ]);
  await run(["kdb5_util", "create", "-s", "-W", "-P", "master"], { env });
  for (const query of ["addprinc -pw s3cret root", "addprinc -randkey host/127.0.0.1", "ktadd host/127.0.0.1"]) {
    await run(["kadmin.local", "-q", query], { env });
  }
  using watcher = Deno.watchFs(folder);
  const args = ["-n", "-P", `${folder}/pid`];
  const child = new Deno.Command("krb5kdc", { args, env, stdin: "null", stdout: "null", stderr: "null" }).spawn();
  const ended = child.status.then(() => true);
  const events = watcher[Symbol.asyncIterator]();
  // It writes the file when it listens.
  while (!await Deno.stat(`${folder}/pid`).then(({ size }) => size > 0, () => false)) {
    if (await Promise.race([ended, events.next().then(() => false)])) throw new Error("krb5kdc does not start");
  }
  return {
    env,
    login: async () => void await run(["kinit", "root"], { env, stdin: "s3cret\n" }),
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}
