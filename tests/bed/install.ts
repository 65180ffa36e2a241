import { isFile } from "./place.ts";
import { run } from "./run.ts";

/** What the bed needs of Debian: packages, by a file that each brings. */
const PACKAGES: Readonly<Record<string, string>> = {
  "/usr/sbin/sshd": "openssh-server",
  "/usr/bin/ssh": "openssh-client",
  "/usr/bin/sudo": "sudo",
  "/usr/bin/sshpass": "sshpass",
  "/usr/bin/rsync": "rsync",
};

/** The packages that are not there yet. */
export async function missingPackages(): Promise<string[]> {
  const missing: string[] = [];
  for (const [file, name] of Object.entries(PACKAGES)) if (!await isFile(file)) missing.push(name);
  return missing;
}

/** Installs what is missing, by apt-get, as root; nothing where all is there. */
export async function installPackages(): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "-q"], { env });
  await run(["apt-get", "install", "-q", "-y", "--no-install-recommends", ...missing], { env });
}
