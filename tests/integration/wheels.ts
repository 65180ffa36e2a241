/** Packages of Python made on the spot: no network. */
import type { ServerBed } from "./server_bed.ts";

/** Where the packages are on the host. */
export const WHEELS = "/srv/wheels";

/** Writes packages that pip can install without the network: a wheel is an archive with some files about it. */
const MAKE_WHEELS = `
import os, sys, zipfile
os.makedirs("${WHEELS}", exist_ok=True)
for name, version in (one.split("=") for one in sys.argv[1:]):
    with zipfile.ZipFile(f"${WHEELS}/{name}-{version}-py3-none-any.whl", "w") as wheel:
        info = f"{name}-{version}.dist-info"
        wheel.writestr(f"{name}.py", f"def main(): print('{name} {version}')")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/entry_points.txt", f"[console_scripts]\\n{name} = {name}:main\\n")
        wheel.writestr(f"{info}/RECORD", "")
`;

/** Makes packages, `NAME=VERSION` each, with a program that prints both. */
export async function makeWheels({ host }: ServerBed, ...packages: readonly string[]): Promise<void> {
  await host.run(["/usr/bin/python3", "-c", MAKE_WHEELS, ...packages]);
}
