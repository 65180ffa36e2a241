import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { GpgKey } from "../gpg/mod.ts";
import { word } from "../word.ts";
import { RpmPackages } from "./facts.ts";

const args = () =>
  z.object({ src: word().describe("the keys' file on the host, or its `http(s):` or `ftp:` address") });

/** The operation `key` of a package manager that leaves signatures to rpm. */
export type KeyOperation = Operation<Arguments<typeof args>>;

/** Makes the operation `key`: it imports keys that rpm does not know. */
export function rpmKey(module: string, systems: string): KeyOperation {
  return operation(
    {
      module,
      name: "key",
      doc:
        "Imports the keys that sign packages, those that rpm does not have; every time where there is no gpg to tell. " +
        systems,
      args,
      invalidates: ["rpm"],
      leavesNothing: true,
    },
    async function* ({ src }, host) {
      const [keys, packages] = await Promise.all([host.fact(GpgKey, { src }), host.fact(RpmPackages)]);
      // A key is kept like a package: its version is the end of its id, or from rpm 6 on its fingerprint.
      const known = (packages["gpg-pubkey"] ?? []).map((version) => version.split("-")[0]!.toUpperCase());
      const names = Object.entries(keys ?? {}).map(([id, { fingerprint }]) => (fingerprint ?? id).toUpperCase());
      if (names.length > 0 && names.every((name) => known.some((end) => name.endsWith(end)))) {
        return host.noop(`all keys from ${src} are already imported`);
      }
      yield sh`rpm --import ${src}`;
    },
  );
}
