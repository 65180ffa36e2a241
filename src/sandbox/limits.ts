/** What a script in the sandbox can send to the engine at most. */
export const LIMITS = {
  /** Messages for one host: an operation takes one to three in each pass. */
  messages: 20_000,
  /** Characters and bytes in all values. */
  size: 256 * 1024 * 1024,
  /** Values in values. */
  depth: 100,
  /** Characters of the text of an error, and of its stack. */
  errorText: 20_000,
} as const;

/** Seconds for which a script may do nothing else than compute. */
export const SILENCE = 60;
