import { ConnectError } from "drover/connectors";
import type { Authentication } from "./authentication.ts";
import type { Settings } from "./config.ts";
import { printable } from "./printable.ts";

/** Who logs in where. */
type Login = Pick<Settings, "name" | "user" | "password">;

/** What has been tried. */
export type Attempted = Pick<Authentication, "tried" | "problems" | "accepted">;

/** The error of a login that the host does not take. */
export function refused(as: string, settings: Login, plan: Attempted): ConnectError {
  const accepted = plan.accepted?.length ? `; the host accepts ${printable(plan.accepted.join(", "))}` : "";
  const problems = plan.problems.length > 0 ? `; not usable: ${plan.problems.join("; ")}` : "";
  return new ConnectError(`${as}: authentication failed; tried ${list(plan.tried)}${accepted}${problems}`, {
    hint: hintFor(settings, plan),
    host: settings.name,
  });
}

function hintFor(settings: Login, plan: Attempted): string {
  const onlyPassword = plan.accepted !== undefined && !plan.accepted.includes("publickey");
  if (onlyPassword) {
    return settings.password === undefined ? "Set sshPassword." : "Check sshUser and sshPassword.";
  }
  if (plan.tried.length === 0) return "Name a key with sshKey, load one into an SSH agent, or set sshPassword.";
  return `Check the user, and that the public key stands in ~/.ssh/authorized_keys of ${settings.user} there.`;
}

/** What was tried, in words. */
export function list(tried: readonly string[]): string {
  return tried.length > 0 ? tried.join(", ") : "no key and no password";
}
