/** Databases and roles of PostgreSQL. @module */
export type { PostgresConnection } from "./connection.ts";
export { database } from "./database.ts";
export { dump } from "./dump.ts";
export * from "./facts.ts";
export { load } from "./load.ts";
export { role } from "./role.ts";
export { sql } from "./sql.ts";
