import { join } from "node:path";

/** An SSH agent without keys, and how programs find it. */
export interface Agent extends AsyncDisposable {
  readonly socket: string;
  readonly env: { readonly SSH_AUTH_SOCK: string };
}

/** Starts an agent. */
export async function startAgent(): Promise<Agent> {
  const folder = await Deno.makeTempDir({ prefix: "agent-" });
  const socket = join(folder, "socket");
  const child = new Deno.Command("ssh-agent", { args: ["-D", "-a", socket], stdout: "piped", stderr: "null" }).spawn();
  // It prints where it listens when it does.
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    socket,
    env: { SSH_AUTH_SOCK: socket },
    async [Symbol.asyncDispose]() {
      child.kill();
      await reader.cancel();
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}
