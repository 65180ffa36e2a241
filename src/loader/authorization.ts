import { UsageError } from "../errors.ts";

/**
 * Reads `DROVER_AUTH_TOKENS`: `TOKEN@HOST` or `USER:PASSWORD@HOST`, with semicolons between them.
 *
 * @throws {UsageError} that shows nothing of the secrets.
 */
export function parseAuthTokens(text: string | undefined): (host: string) => string | undefined {
  const byHost = new Map<string, string>();
  for (const entry of (text ?? "").split(";").map((one) => one.trim()).filter((one) => one !== "")) {
    const at = entry.lastIndexOf("@");
    const [secret, host] = [entry.slice(0, Math.max(0, at)), entry.slice(at + 1)];
    if (secret === "" || host === "") {
      throw new UsageError("DROVER_AUTH_TOKENS: expected TOKEN@HOST or USER:PASSWORD@HOST, with ; between them");
    }
    byHost.set(host.toLowerCase(), secret.includes(":") ? `Basic ${basic(secret)}` : `Bearer ${secret}`);
  }
  return (host) => byHost.get(host);
}

function basic(secret: string): string {
  return btoa(Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join(""));
}
