import { ConnectError } from "drover/connectors";
import { printable } from "../ssh/printable.ts";

/** What `ssh -G` says about a host. */
export interface Effective {
  /** The name of the host in the inventory. */
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly user: string;
  readonly forwardAgent: boolean;
  /** Seconds. */
  readonly connectTimeout: number;
  /** The known_hosts files of the user; new keys belong into the first. */
  readonly userKnownHostsFiles: readonly string[];
  /** These, and those of the machine. */
  readonly knownHostsFiles: readonly string[];
  /** The socket of the agent. */
  readonly agent: string | undefined;
  readonly hostKeyAlias?: string;
  readonly strictHostKeyChecking: string;
}

/** Asks the system's `ssh` what it makes of its config. @throws {ConnectError} where there is none, or no sense in it */
export async function effectiveConfig(name: string, words: readonly string[]): Promise<Effective> {
  const command = new Deno.Command("ssh", { args: [...words.slice(0, -2), "-G", ...words.slice(-2)], stdin: "null" });
  const output = await command.output().catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ConnectError(`Cannot connect to ${name}: there is no program ssh on this machine`, {
      hint: "Install the client of OpenSSH, or use the connector ssh.",
      host: name,
      cause,
    });
  });
  if (!output.success) {
    throw new ConnectError(
      `Cannot connect to ${name}: ssh refuses its arguments or its config: ${
        printable(new TextDecoder().decode(output.stderr))
      }`,
      { hint: "Correct the data of the host, or the ssh config.", host: name },
    );
  }
  return parseEffective(name, new TextDecoder().decode(output.stdout));
}

/** Reads the output of `ssh -G`. Pure. */
export function parseEffective(name: string, text: string): Effective {
  const options = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [keyword = "", ...words] = line.split(" ");
    if (!options.has(keyword)) options.set(keyword, words.join(" "));
  }
  const strict = options.get("stricthostkeychecking") ?? "ask";
  const agent = options.get("identityagent");
  const forward = options.get("forwardagent") ?? "no";
  const files = (keyword: string) => options.get(keyword)?.split(" ").filter((file) => file !== "none") ?? [];
  const userKnownHostsFiles = files("userknownhostsfile");
  return {
    name,
    hostname: options.get("hostname") ?? name,
    port: Number(options.get("port") ?? 22),
    user: options.get("user") ?? "",
    forwardAgent: forward !== "no",
    connectTimeout: Number(options.get("connecttimeout")) || 10,
    userKnownHostsFiles,
    knownHostsFiles: [...userKnownHostsFiles, ...files("globalknownhostsfile")],
    agent: agent === undefined || agent === "SSH_AUTH_SOCK" ? Deno.env.get("SSH_AUTH_SOCK") : agent,
    hostKeyAlias: options.get("hostkeyalias"),
    // -G shows some words as it reads them.
    strictHostKeyChecking: ({ true: "yes", false: "no", off: "no" } as Record<string, string>)[strict] ?? strict,
  };
}
