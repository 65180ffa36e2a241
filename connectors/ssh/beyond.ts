/**
 * What only the system's `ssh` can do.
 *
 * @module
 */
import { ConnectError } from "drover/connectors";
import { ALGORITHM_KINDS, algorithmsFor, wishes } from "./algorithms.ts";
import { MATCH_EXEC } from "./config_file.ts";

/** The system's `ssh` may succeed where this connector cannot. */
export class Beyond extends ConnectError {
  /** Why, to follow "because". */
  readonly why: string;

  constructor(error: ConnectError, why: string) {
    super(error.message, { hint: error.hint, host: error.host, cause: error.cause });
    this.why = why;
  }
}

/** Options that are only for the system's `ssh`, by the values that leave it out. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  [MATCH_EXEC]: [],
  canonicalizehostname: ["no", "false"],
  certificatefile: ["none"],
  pkcs11provider: ["none"],
  knownhostscommand: ["none"],
  revokedhostkeys: ["none"],
  hostbasedauthentication: ["no", "false"],
  proxyusefdpass: ["no", "false"],
  bindinterface: [],
};

/** Names as ssh_config(5) writes them. */
const SPELLING: Readonly<Record<string, string>> = {
  [MATCH_EXEC]: "Match exec",
  canonicalizehostname: "CanonicalizeHostname",
  certificatefile: "CertificateFile",
  pkcs11provider: "PKCS11Provider",
  knownhostscommand: "KnownHostsCommand",
  revokedhostkeys: "RevokedHostKeys",
  hostbasedauthentication: "HostbasedAuthentication",
  proxyusefdpass: "ProxyUseFdpass",
  bindinterface: "BindInterface",
  kexalgorithms: "KexAlgorithms",
  ciphers: "Ciphers",
  macs: "MACs",
  hostkeyalgorithms: "HostKeyAlgorithms",
};

/** What the options of a host ask for and this connector cannot do; `undefined` where there is nothing. Pure. */
export function beyondUs(options: ReadonlyMap<string, readonly string[]>): string | undefined {
  for (const [keyword, harmless] of Object.entries(OPTIONS)) {
    const value = options.get(keyword)?.[0];
    if (value !== undefined && !harmless.includes(value.toLowerCase())) {
      return `the ssh config has ${SPELLING[keyword]}`;
    }
  }
  const wished = wishes(options);
  for (const kind of ALGORITHM_KINDS) {
    if (algorithmsFor(kind, wished[kind]).length === 0) {
      return `the ssh config has ${SPELLING[kind]} ${wished[kind]}`;
    }
  }
  return undefined;
}
