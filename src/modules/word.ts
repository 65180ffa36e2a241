import { z } from "../api/mod.ts";

/** An argument that a program is given as an operand: text that it cannot take for one of its options. */
export function word(): z.ZodType<string, string> {
  return z.string().regex(/^[^-]/, "text that does not start with a dash");
}
