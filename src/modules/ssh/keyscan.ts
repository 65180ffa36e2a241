import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { directory, FindInFile } from "../files/mod.ts";
import { Home } from "../server/facts.ts";
import { word } from "../word.ts";

const args = () =>
  z.object({
    hostname: word().describe("the host whose SSH keys shall be known"),
    force: z.boolean().default(false).describe("replace the keys that are known"),
    port: z.int().min(1).max(65535).default(22).describe("its SSH port"),
  });

/** Makes the SSH keys of a host known to the user on the host that this runs on. */
export const keyscan: Operation<Arguments<typeof args>> = operation(
  {
    module: "ssh",
    name: "keyscan",
    doc: "Adds the SSH keys of a host to the user's `known_hosts`, if it is not there. The keys are taken as the " +
      "network gives them. Any system with OpenSSH.",
    args,
  },
  async function* ({ hostname, force, port }, host) {
    const home = await host.fact(Home);
    if (home === null) {
      throw new OperationError("Cannot tell where known_hosts is: the user has no home directory", {
        hint: "Run the operation as a user that has one, with _sudoUser or _suUser.",
      });
    }
    const folder = `${home}/.ssh`;
    const known = `${folder}/known_hosts`;
    const name = port === 22 ? hostname : `[${hostname}]:${port}`;
    const pattern = port === 22 ? hostname : name.replace(/[[\].]/g, "\\$&");
    const isKnown = ((await host.fact(FindInFile, { path: known, pattern })) ?? []).length > 0;
    yield* directory.inner({ path: folder, mode: "700" });
    if (isKnown && !force) return host.noop(`host key for ${name} already exists`);
    if (isKnown) yield sh`ssh-keygen -R ${name}`;
    yield sh`ssh-keyscan -p ${port} ${hostname} >> ${known}`;
  },
);
