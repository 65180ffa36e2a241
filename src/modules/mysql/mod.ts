/** Databases and accounts of MySQL and MariaDB. @module */
export type { MysqlConnection } from "./connection.ts";
export * from "./facts.ts";
export * from "./facts_grants.ts";
