import type { Connection } from "drover/connectors";
import type { Settings } from "./config.ts";

/** How the local `rsync` reaches a host: through the system's `ssh`, with our settings and no others. */
export function rsyncAccess(settings: Settings): NonNullable<Connection["rsync"]> {
  const { hostname, port, user, keyFiles, keyGiven, agent, knownHostsFiles, knownNames, connectTimeout } = settings;
  const options = [
    "BatchMode=yes",
    `ConnectTimeout=${Math.ceil(connectTimeout)}`,
    // We are connected, so that the key is known, under the first of these names.
    "StrictHostKeyChecking=yes",
    `HostKeyAlias=${knownNames[0]}`,
    `UserKnownHostsFile=${knownHostsFiles.map((file) => `"${file}"`).join(" ")}`,
    `IdentityAgent=${agent === undefined ? "none" : `"${agent}"`}`,
    `IdentitiesOnly=${keyGiven || settings.identitiesOnly ? "yes" : "no"}`,
  ];
  const words = [
    ...["ssh", "-F", "none", "-p", String(port)],
    ...keyFiles.flatMap((file) => ["-i", file]),
    ...options.flatMap((option) => ["-o", option]),
  ];
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  // Paths go as they are, and not through the shell over there.
  return { flags: ["--protect-args", "-e", words.map(quoteForRsync).join(" ")], prefix: `${user}@${host}:` };
}

/** A word of `-e`, as rsync(1) wants it: a quote within quotes is written twice. */
export function quoteForRsync(word: string): string {
  return `'${word.replaceAll("'", "''")}'`;
}
