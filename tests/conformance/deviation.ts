import type { Mismatch } from "./outcome.ts";

/** A way in which the project differs on purpose. A rule judges what differs, never which case it is. */
export interface Deviation {
  readonly name: string;
  /** Why the project's way is the better one. */
  readonly reason: string;
  readonly applies: (mismatch: Mismatch) => boolean;
}
