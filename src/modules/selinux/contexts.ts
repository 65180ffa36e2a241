/** A security context of SELinux; empty where there is none. */
export interface SelinuxContext {
  readonly user?: string;
  readonly role?: string;
  readonly type?: string;
  /** The sensitivity with its categories, as `s0:c1,c2`. */
  readonly level?: string;
}

/** Reads `user:role:type:level`; the level may hold colons itself, or be absent. */
export function parseContext(text: string): SelinuxContext {
  const [, user, role, type, level] = /^([^:\s]+):([^:\s]+):([^:\s]+)(?::(\S+))?$/.exec(text) ?? [];
  if (user === undefined) throw new Error(`expected a security context, found ${JSON.stringify(text)}`);
  return { user, role, type, ...level !== undefined && { level } };
}
