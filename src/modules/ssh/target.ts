import { z } from "../../api/mod.ts";
import { word } from "../word.ts";

/** The arguments that say which host is meant, seen from the one that the operation runs on. */
export const target = () => ({
  hostname: word().describe("the further host"),
  user: word().optional().describe("whom to log in as (default: what SSH there says)"),
  port: z.int().min(1).max(65535).default(22).describe("its SSH port"),
});

/** The host with its user, as ssh and scp take it. */
export function login({ hostname, user }: { readonly hostname: string; readonly user?: string }): string {
  return user === undefined ? hostname : `${user}@${hostname}`;
}
