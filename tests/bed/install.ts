import { isFile } from "./place.ts";
import { run } from "./run.ts";

/** What the bed needs of Debian: packages, by a file that each brings. */
const PACKAGES: Readonly<Record<string, string>> = {
  "/usr/sbin/sshd": "openssh-server",
  "/usr/bin/ssh": "openssh-client",
  "/usr/bin/sudo": "sudo",
  "/usr/bin/sshpass": "sshpass",
  "/usr/bin/rsync": "rsync",
  "/usr/bin/curl": "curl",
  "/usr/bin/git": "git",
  "/usr/bin/gpg": "gnupg",
  "/usr/bin/dirmngr": "dirmngr",
  "/usr/bin/pip3": "python3-pip",
  "/usr/bin/virtualenv": "python3-virtualenv",
  "/bin/busybox": "busybox",
  "/usr/bin/fish": "fish",
  "/bin/tcsh": "tcsh",
};

/** The packages that are not there yet. */
export async function missingPackages(): Promise<string[]> {
  const missing: string[] = [];
  for (const [file, name] of Object.entries(PACKAGES)) if (!await isFile(file)) missing.push(name);
  if (!await hasVenv()) missing.push("python3-venv");
  return missing;
}

/** Whether the system's Python can make environments: what that needs is in a folder of its version. */
async function hasVenv(): Promise<boolean> {
  for await (const { name } of Deno.readDir("/usr/lib")) {
    if (/^python3\.\d+$/.test(name) && await isFile(`/usr/lib/${name}/ensurepip/__init__.py`)) return true;
  }
  return false;
}

/** Installs what is missing, by apt-get, as root; nothing where all is there. */
export async function installPackages(): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "-q"], { env });
  await run(["apt-get", "install", "-q", "-y", "--no-install-recommends", ...missing], { env });
}
