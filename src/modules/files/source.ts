import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { arg, z } from "../../api/mod.ts";

/** The address of a local source, where a relative one belongs to the script that wrote it, and how it was given. */
export class Source extends URL {
  constructor(address: URL, readonly given: string) {
    super(address);
  }

  /** The same where a relative one belongs to the current directory. */
  fromHere(): URL {
    if (/^([a-z][a-z0-9+.-]+:|\/)/i.test(this.given)) return this;
    return pathToFileURL(resolve(this.given) + (this.given.endsWith("/") ? "/" : ""));
  }

  /** The same as a path of the host. */
  onHost(): string {
    return this.given.startsWith("file:") ? fileURLToPath(this) : this.given;
  }
}

/** An argument for a local file or an address, of which another argument can change the meaning. */
export function source(): z.ZodType<Source, string | URL> {
  return z.union([z.string().min(1), z.instanceof(URL)]).transform((given) =>
    new Source(arg.src().parse(given), String(given))
  );
}

/** The argument that says what a relative source belongs to. */
export function addDeployDir(): z.ZodDefault<z.ZodBoolean> {
  return z.boolean().default(true).describe(
    "a relative local path belongs to the script that wrote it; `false`: to the current directory",
  );
}
