/**
 * Fills in the tokens of ssh_config(5). Pure.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { ConnectError } from "drover/connectors";
import type { LocalSide } from "./config.ts";
import { expandHome } from "./config_file.ts";

/** Fills in what ssh_config(5) lets values refer to. */
export interface Expander {
  /** Replaces `~`, `${VARIABLE}` and tokens in a path. */
  path(text: string): string;
  /** Replaces tokens in a line for a shell. @throws {ConnectError} where that is not safe */
  command(text: string): string;
}

/** Knows what the tokens stand for. */
export function expander(known: {
  readonly alias: string;
  readonly hostname: string;
  readonly port: number;
  readonly user: string;
  readonly hostKeyAlias?: string;
  readonly local: LocalSide;
}): Expander {
  const { alias, hostname, port, user, local } = known;
  const short = local.hostname.split(".")[0]!;
  const hash = createHash("sha1").update(Buffer.from(`${local.hostname}${hostname}${port}${user}`)).digest("hex");
  const tokens: Record<string, string> = {
    "%": "%",
    C: hash,
    d: local.home,
    h: hostname,
    k: known.hostKeyAlias ?? alias,
    L: short,
    l: local.hostname,
    n: alias,
    p: String(port),
    r: user,
    u: local.user,
  };
  return {
    // In one pass: what a variable holds is not read again.
    path: (text) =>
      expandHome(text, local.home).replace(
        /\$\{(\w+)\}|%(.)/g,
        (whole, variable, letter) => (variable === undefined ? tokens[letter] : local.environment(variable)) ?? whole,
      ),
    command: (text) =>
      text.replace(/%(.)/g, (whole, letter) => {
        const value = tokens[letter];
        if (value !== undefined && (value.startsWith("-") || /[\s'"`$\\;&<>|(){}]/.test(value))) {
          throw new ConnectError(
            `Cannot connect to ${alias}: ProxyCommand would give a shell the text ${JSON.stringify(value)}`,
            { hint: "Use names of hosts and users without characters that a shell reads.", host: alias },
          );
        }
        return value ?? whole;
      }),
  };
}
