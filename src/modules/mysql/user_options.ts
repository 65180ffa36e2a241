import { mysqlText } from "./connection.ts";
import type { MysqlUser } from "./facts.ts";

/** What an account may do only so often, and how it has to connect. */
export interface Limits {
  readonly require?: "SSL" | "X509";
  readonly requireCipher?: string;
  readonly requireIssuer?: string;
  readonly requireSubject?: string;
  readonly maxConnections?: number;
  readonly maxQueriesPerHour?: number;
  readonly maxUpdatesPerHour?: number;
  readonly maxConnectionsPerHour?: number;
}

/** The words for how an account has to connect, where that is not so already; `existing` is absent for a new one. */
export function requirements(wanted: Limits, existing: MysqlUser | undefined): string[] {
  const { require } = wanted;
  if (require === undefined) return [];
  if (require === "SSL") return existing?.sslType === "ANY" ? [] : ["REQUIRE SSL"];
  const parts = [
    { word: "CIPHER", value: wanted.requireCipher, has: existing?.sslCipher },
    { word: "ISSUER", value: wanted.requireIssuer, has: existing?.x509Issuer },
    { word: "SUBJECT", value: wanted.requireSubject, has: existing?.x509Subject },
  ].filter((part): part is typeof part & { value: string } => part.value !== undefined);
  if (parts.length === 0) return existing?.sslType === "X509" ? [] : ["REQUIRE X509"];
  if (existing && parts.every(({ value, has }) => value === has)) return [];
  // What is not named again would be no more asked for.
  return [`REQUIRE ${parts.map(({ word, value }) => `${word} ${mysqlText(value)}`).join(" ")}`];
}

/** The words for the limits that an account does not have already. */
export function resources(wanted: Limits, existing: MysqlUser | undefined): string[] {
  const limits = [
    { word: "MAX_USER_CONNECTIONS", value: wanted.maxConnections, has: existing?.maxUserConnections },
    { word: "MAX_QUERIES_PER_HOUR", value: wanted.maxQueriesPerHour, has: existing?.maxQuestions },
    { word: "MAX_UPDATES_PER_HOUR", value: wanted.maxUpdatesPerHour, has: existing?.maxUpdates },
    { word: "MAX_CONNECTIONS_PER_HOUR", value: wanted.maxConnectionsPerHour, has: existing?.maxConnections },
  ].filter(({ value, has }) => value !== undefined && value !== (has ?? 0));
  return limits.length === 0 ? [] : [`WITH ${limits.map(({ word, value }) => `${word} ${value}`).join(" ")}`];
}
