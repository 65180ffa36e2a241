import { type OperationHost, sh } from "../api/mod.ts";
import { Command, Path } from "./server/facts.ts";

// What startup files say holds for logins, and not for commands; they may print things of their own before it.
const LOGIN_PATH = sh`"\${SHELL:-/bin/sh}" -lc 'printf "\\n%s\\n" "$PATH"' 2>/dev/null || true`.text;

/** The folders in which commands of the user are looked for, now or after a login. */
export async function searchPath(host: OperationHost): Promise<string[]> {
  const [now, atLogin] = await Promise.all([host.fact(Path), host.fact(Command, { command: LOGIN_PATH })]);
  return [now, atLogin.split("\n").at(-1)!].flatMap((path) => path.split(":"));
}
