import { type Fact, fact, pathWord, raw, sh, z } from "../../api/mod.ts";
import { parseCertificate, type TlsCertificateInfo } from "./certificate.ts";

const READ = raw(
  "openssl x509 -subject -issuer -serial -dates -fingerprint -sha256 -nameopt RFC2253,-esc_msb,utf8",
);

/** A certificate in a file. */
export const TlsCertificate: Fact<TlsCertificateInfo | null, { path: string }> = fact({
  module: "tls",
  name: "TlsCertificate",
  doc:
    "The first certificate of a PEM file: for whom, by whom, from when to when; `null` where there is no such file. " +
    "Any system with openssl.",
  args: () => z.object({ path: z.string().min(1).describe("the file's path on the host") }),
  requiresCommand: "openssl",
  command: ({ path }) =>
    sh`! test -e ${pathWord(path)} || { echo "now=$(date +%s)" && ${READ} -in ${pathWord(path)}; }`,
  process: (lines) => lines.length === 0 ? null : parseCertificate(lines),
});

/** What {@linkcode TlsEndpoint} takes. */
export interface TlsEndpointArguments {
  readonly host: string;
  readonly port?: number;
  readonly serverName?: string;
}

/** The certificate that a server presents. */
export const TlsEndpoint: Fact<TlsCertificateInfo | null, TlsEndpointArguments> = fact({
  module: "tls",
  name: "TlsEndpoint",
  doc: "The certificate that a TLS server presents to the host, trusted or not; `null` without openssl. Give " +
    "`_timeout` where the server may not answer. Any system with openssl.",
  args: () =>
    z.object({
      host: z.string().regex(/^[^\s-]\S*$/, "a name or address").describe("the server's name or address"),
      port: z.number().int().min(1).max(65535).default(443).describe("the server's port"),
      serverName: z.string().min(1).optional().describe("the name to ask it for (default: `host`, unless an address)"),
    }),
  requiresCommand: "openssl",
  // s_client may fail after the certificate has come, as where the server wants one too.
  command: ({ host, port, serverName }) =>
    sh`answer=$(openssl s_client -connect ${`${addressOf(host)}:${port}`} ${
      serverNameOf(host, serverName)
    } </dev/null) || case $answer in *"BEGIN CERTIFICATE"*) ;; *) exit 1 ;; esac; echo "now=$(date +%s)" && printf "%s\\n" "$answer" | ${READ}`,
  process: (lines) => parseCertificate(lines),
});

function addressOf(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

function serverNameOf(host: string, serverName: string | undefined): string[] {
  const isAddress = /^[\d.]+$|:/.test(host);
  const name = serverName ?? (isAddress ? undefined : host);
  return name === undefined ? [] : ["-servername", name];
}
