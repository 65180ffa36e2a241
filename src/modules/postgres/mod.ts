/** Databases and roles of PostgreSQL. @module */
export type { PostgresConnection } from "./connection.ts";
export * from "./facts.ts";
