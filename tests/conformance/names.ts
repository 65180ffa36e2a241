/** pyinfra's `cache_time` as `cacheTime`; a leading `_` stays, as do names without one in their middle. */
export function camel(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])[_-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Names that are written differently but mean the same: `snap-id`, `snap_id`, `snapId`. */
export function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.replace(/[_-]/g, "").toLowerCase();
  return plain(one) === plain(other);
}

const MODULES: Readonly<Record<string, string>> = { postgresql: "postgres" };

const MEMBERS: Readonly<Record<string, string>> = {
  "server.crontab": "crontab.crontab",
  "server.Crontab": "crontab.Crontab",
  "server.Os": "server.Kernel",
  "server.OsVersion": "server.KernelVersion",
  "postgresql.PostgresqlRoles": "postgres.PostgresRoles",
  "postgresql.PostgresqlDatabases": "postgres.PostgresDatabases",
  "freebsd.freebsd_update.update": "freebsd.freebsd_update",
  "freebsd.service.service": "freebsd.service",
  "freebsd.sysrc.sysrc": "freebsd.sysrc",
  find_in_file: "files.FindInFile",
};

/** The project's name for one of pyinfra's operations or facts. */
export function ourName(theirs: string): string {
  const name = MEMBERS[theirs] ?? theirs;
  const [module = "", ...members] = name.split(".");
  const member = members.join("_");
  return `${MODULES[module] ?? module}.${camel(member)}`;
}
