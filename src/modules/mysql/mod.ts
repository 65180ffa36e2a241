/** Databases and accounts of MySQL and MariaDB. @module */
export type { MysqlConnection } from "./connection.ts";
export { database } from "./database.ts";
export { dump } from "./dump.ts";
export * from "./facts.ts";
export * from "./facts_grants.ts";
export { load } from "./load.ts";
export { privileges } from "./privileges.ts";
export { sql } from "./sql.ts";
export { user } from "./user.ts";
