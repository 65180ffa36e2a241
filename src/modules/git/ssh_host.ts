/** A host that git reaches by SSH. */
export interface SshHost {
  readonly hostname: string;
  readonly port?: number;
}

/**
 * The SSH host of a repository's address: `git@HOST:PATH` or `ssh://USER@HOST:PORT/PATH`; `undefined` for any other.
 */
export function sshHostOf(address: string): SshHost | undefined {
  const url = /^(?:git\+)?ssh:\/\/(?:[^@/]+@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?(?:\/|$)/i.exec(address);
  if (url) return { hostname: url[1]!.replace(/^\[|\]$/g, ""), ...(url[2] ? { port: Number(url[2]) } : {}) };
  const short = /^(?:[^@/:]+@)([^:/@\s]+)(?::|$)/.exec(address) ?? /^([^:/@\s]+):(?!\/\/)/.exec(address);
  return short ? { hostname: short[1]! } : undefined;
}
