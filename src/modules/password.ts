import { secret, z } from "../api/mod.ts";

/** An argument for a password: it is never shown, however it was given. */
export function password(): z.ZodType<string, string> {
  return z.string().transform((value): string => value === "" ? value : secret(value));
}

/** An argument for the port of a service. */
export function port(): z.ZodType<number, number> {
  return z.int().min(1).max(65535);
}
