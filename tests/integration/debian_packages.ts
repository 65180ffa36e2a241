/** Programs that Debian has and this machine need not: installed on a host of the bed, which forgets them. */
import { type Availability, bedAvailable, run, testFor } from "../bed/mod.ts";
import { type ServerBed, startServerBed } from "./server_bed.ts";

/** Registers a test on a host with these packages of Debian; where they cannot be had it is skipped. */
export async function debianTest(
  name: string,
  packages: readonly string[],
  body: (t: Deno.TestContext, bed: ServerBed) => Promise<void>,
): Promise<void> {
  const bed = await bedAvailable();
  const needed = bed.available ? await onOffer(packages) : bed;
  const test = async (t: Deno.TestContext) => {
    await using bed = await startServerBed();
    await install(bed, packages);
    await body(t, bed);
  };
  Deno.test(testFor(name, test, needed, false));
}

/** Whether the archive of Debian that this machine installs from has these packages, and answers. */
async function onOffer(packages: readonly string[]): Promise<Availability> {
  try {
    const files = await run(["apt-get", "--quiet=2", "--print-uris", "download", ...packages]);
    const [, address = ""] = /^'(https?:[^']+)'/m.exec(files) ?? [];
    const { ok } = await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(5000) });
    return ok ? { available: true } : { available: false, reason: `${new URL(address).host} does not answer` };
  } catch (error) {
    return { available: false, reason: `apt-get cannot get ${packages.join(", ")}: ${(error as Error).message}` };
  }
}

async function install({ sh }: ServerBed, packages: readonly string[]): Promise<void> {
  // Manuals and their index take most of the time.
  await sh(`set -e
    printf '%s\\n' force-unsafe-io 'path-exclude=/usr/share/man/*' 'path-exclude=/usr/share/doc/*' >/etc/dpkg/dpkg.cfg.d/drover-bed
    rm -f /var/lib/dpkg/info/man-db.triggers /var/lib/dpkg/info/man-db.postinst /var/lib/dpkg/triggers/File
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends ${packages.join(" ")}`);
}
