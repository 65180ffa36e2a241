/**
 * Reads what `ssh -v` writes to its stderr, with the questions of our askpass program between. Pure.
 *
 * @module
 */
import { printable } from "../ssh/printable.ts";

/** A question of `ssh`. */
export interface Question {
  /** `none`: it wants to be shown, and no answer. */
  readonly kind: string;
  readonly text: string;
}

/** What `ssh -v` also says when all goes well, ours and that of jump hosts. */
const CHATTER = /^(OpenSSH_|Authenticated to |Transferred: |Bytes per second: )/;

/** What a log needs to know. */
export interface LogOptions {
  /** Stands in front of questions. */
  readonly nonce: string;
  /** The socket of the agent. */
  readonly agent: string | undefined;
  onQuestion(question: Question): void;
}

/** What `ssh` has said so far. */
export class Log {
  /** Where it has connected to. */
  address: string | undefined;
  /** Whether the way leads through another host or program. */
  proxied = false;
  /** What the server calls itself. */
  server = "";
  /** The type and fingerprint of the key that the host showed last. */
  hostKey = "";
  /** The methods that the host would still take. */
  accepted: readonly string[] | undefined;
  /** Whether the host has taken one proof and wants another. */
  partial = false;
  /** What was offered. */
  readonly tried: string[] = [];
  /** What could not be offered, and why. */
  readonly problems: string[] = [];
  /** The keys whose password it has asked for. */
  readonly unlocking: string[] = [];
  /** The hosts whose keys it has added to known_hosts, those on the way too. */
  readonly added: string[] = [];
  /** Everything that is no debug line. */
  readonly messages: string[] = [];
  #rest = "";

  constructor(private readonly options: LogOptions) {}

  /** Takes a piece of its stderr. */
  push(text: string): void {
    this.#rest += text;
    const mark = `\x1e${this.options.nonce} `;
    for (;;) {
      const start = this.#rest.indexOf(mark);
      const end = start < 0 ? -1 : this.#rest.indexOf("\x1e", start + mark.length);
      const before = start < 0 ? this.#rest : this.#rest.slice(0, start);
      const lines = before.split("\n");
      // What stands before a question is whole; the last line of the rest may still grow.
      const open = start < 0 ? lines.pop()! : "";
      for (const line of lines) this.#line(line);
      this.#rest = start < 0 ? open : this.#rest.slice(start);
      if (end < 0) return;
      const [kind, ...words] = this.#rest.slice(mark.length, end - start).split(" ");
      this.#rest = this.#rest.slice(end - start + 1);
      this.options.onQuestion({ kind: kind!, text: words.join(" ") });
    }
  }

  #line(line: string): void {
    const debug = /^debug\d: (.*)/.exec(line)?.[1]?.trimEnd();
    if (debug === undefined) {
      const message = printable(line);
      const added = /^Warning: Permanently added '(.*?)'/.exec(message)?.[1];
      if (added !== undefined) return void this.added.push(added);
      if (message !== "" && !CHATTER.test(message)) this.messages.push(message);
      const load = /^Load key "(.*?)": (.*)/.exec(message);
      if (load) this.problems.push(`key ${load[1]}: ${load[2]}`);
      return;
    }
    const found = (pattern: RegExp) => pattern.exec(debug)?.slice(1);
    const [address] = found(/^Connecting to \S+ \[(.*)\] port \d+/) ?? [];
    const [server] = found(/remote software version (.*)/) ?? [];
    const [hostKey] = found(/^Server host (?:key|certificate): (\S+ \S+)/) ?? [];
    const [accepted] = found(/^Authentications that can continue: (.*)/) ?? [];
    const offered = found(/^Offering public key: (.*?) \S+ SHA256:\S+(.*)/);
    if (/^Executing proxy command/.test(debug)) this.proxied = true;
    // A jump host writes its lines among ours.
    if (address !== undefined && !this.proxied) this.address = address;
    if (server !== undefined) this.server = server;
    if (hostKey !== undefined) this.hostKey = hostKey;
    if (accepted !== undefined) this.accepted = accepted.split(",");
    const [agent] = found(/get_agent_identities: \w+: (.*)/) ?? [];
    if (agent !== undefined && agent !== "agent contains no identities") {
      this.problems.push(`agent ${this.options.agent}: ${agent}`);
    }
    if (/partial success/.test(debug)) this.partial = true;
    if (offered) this.tried.push(labelOf(offered[0]!, offered[1]!));
  }
}

function labelOf(name: string, notes: string): string {
  if (!/ agent/.test(notes)) return `key ${name}`;
  // A key of the agent that is not configured goes by its comment, which may well be a path.
  return / explicit/.test(notes) ? `key ${name} in the agent` : `key ${JSON.stringify(name)} of the agent`;
}
