/** Servers of databases that are started for a test. */
import { ok } from "node:assert/strict";
import { join } from "node:path";
import { linesFrom, run } from "../integration/local_host.ts";

/** A password with all that options, statements and shells treat in their own way. */
export const PASSWORD = `p\\a"s#s'w é`;

const isRoot = Deno.uid() === 0;

/** The first of these programs that is not there, or `root`; nothing where all is there. */
export async function missing(...programs: string[]): Promise<string> {
  if (!isRoot) return "root";
  for (const program of programs) if ((await run(`command -v ${program}`)).code !== 0) return program;
  return "";
}

/** Registers a test with a folder of its own, skipped where something is lacking. */
export function databaseTest(name: string, lacking: string, body: (folder: string) => Promise<void>): void {
  Deno.test({
    name: lacking ? `${name} (skipped: there is no ${lacking})` : name,
    ignore: lacking !== "",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      await body(folder).finally(() => Deno.remove(folder, { recursive: true }));
    },
  });
}

/** Runs a body while a MariaDB server listens at a socket in the folder, which is home to its settings too. */
export async function withMariadb(folder: string, body: (env: Record<string, string>) => Promise<void>): Promise<void> {
  const env = { HOME: folder };
  const [data, socket] = [join(folder, "data"), join(folder, "socket")];
  await linesFrom(
    `mariadb-install-db --no-defaults --datadir=${data} --user=root --auth-root-authentication-method=normal --skip-test-db 2>&1`,
    { env },
  );
  const server = new Deno.Command("mariadbd", {
    args: ["--no-defaults", `--datadir=${data}`, `--socket=${socket}`, "--skip-networking", "--user=root"],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const messages = server.stderr.pipeThrough(new TextDecoderStream());
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const drained = (async () => {
    let log = "";
    for await (const text of messages) if ((log += text).includes("ready for connections")) resolve();
    reject(new Error(`mariadbd ended: ${log.slice(-500)}`));
  })();
  // A password that is wrong must not win over one that is given.
  await Deno.writeTextFile(join(folder, ".my.cnf"), `[client]\nsocket=${socket}\n`);
  try {
    await ready;
    await body(env);
  } finally {
    server.kill("SIGTERM");
    await server.status;
    await drained;
    ready.catch(() => {});
  }
}

const postgresFolder = (await run("ls -d /usr/lib/postgresql/*/bin | tail -n 1")).stdout.trim();
const postgresUser = Number((await run("id -u postgres")).stdout.trim() || NaN);

/** As {@linkcode missing} for all that PostgreSQL takes. */
export async function missingPostgres(): Promise<string> {
  return !postgresFolder || Number.isNaN(postgresUser) ? "postgres" : await missing("psql", "pg_dump");
}

/** Runs a body while a PostgreSQL server listens at a socket in the folder; `postgres` has {@linkcode PASSWORD}. */
export async function withPostgres(folder: string, body: () => Promise<void>): Promise<void> {
  await Deno.chown(folder, postgresUser, null);
  const server = async (program: string, ...args: string[]) => {
    const command = new Deno.Command(join(postgresFolder, program), {
      args,
      uid: postgresUser,
      cwd: folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    });
    const { success } = await command.output();
    ok(success, `${program} failed`);
  };
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  await Deno.writeTextFile(passwordFile, PASSWORD);
  const made = ["-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  await server("initdb", "-N", "-D", data, ...made);
  const listening = ["-o", `-k ${folder} -c listen_addresses=''`, "-l", join(folder, "log")];
  await server("pg_ctl", "-w", "-D", data, ...listening, "start");
  try {
    await body();
  } finally {
    await server("pg_ctl", "-w", "-m", "immediate", "-D", data, "stop");
  }
}
