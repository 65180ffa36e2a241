/** Certificates for TLS. @module */
export type { TlsCertificateInfo } from "./certificate.ts";
export * from "./facts.ts";
