import type { Sshd } from "../bed/mod.ts";

/** An inventory of hosts that all are the same server; what they do can be told apart by their names. */
export function inventoryOf(
  server: Sshd,
  groups: Readonly<Record<string, readonly string[]>>,
  data: Readonly<Record<string, unknown>> = {},
): string {
  const all = {
    sshHostname: server.address,
    sshPort: server.port,
    sshUser: "root",
    sshKey: server.keyFile,
    sshAllowAgent: false,
    ...data,
  };
  return `export default ${JSON.stringify({ groups, data: all })};\n`;
}
