import { type Operation, operation, sh, z } from "../../api/mod.ts";
import { ChocoVersion } from "./facts.ts";

// Old versions of .NET do not offer TLS 1.2 by themselves.
const SCRIPT = "[Net.ServicePointManager]::SecurityProtocol = 3072; " +
  "iex ((New-Object System.Net.WebClient).DownloadString('https://chocolatey.org/install.ps1'))";

/** Installs Chocolatey. */
export const install: Operation<Record<never, never>> = operation(
  {
    module: "choco",
    name: "install",
    doc: "Installs Chocolatey with PowerShell, by the script of its makers, unless it is there. " +
      "Windows with a POSIX shell.",
    args: () => z.object({}),
  },
  async function* (_, host) {
    const version = await host.fact(ChocoVersion);
    if (version !== null) return host.noop(`Chocolatey ${version} is installed`);
    yield sh`powershell.exe -NoProfile -InputFormat None -ExecutionPolicy Bypass -Command ${SCRIPT}`;
  },
);
