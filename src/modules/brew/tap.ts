import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { BrewTaps } from "./facts.ts";

const args = () =>
  z.object({
    src: word().optional().describe("the tap, as `USER/REPOSITORY` (default: as `url` says)"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    url: word().optional().describe("the address that it is cloned from (default: the repository of GitHub)"),
  });

/** Adds or removes a tap. */
export const tap: Operation<Arguments<typeof args>> = operation(
  {
    module: "brew",
    name: "tap",
    doc:
      "Adds or removes a tap, a repository of formulas and casks. It is found again with `homebrew-` in its name or " +
      "without. macOS, Linux.",
    args,
    invalidates: ["brew"],
  },
  async function* ({ src, present, url }, host) {
    const name = src ?? (url === undefined ? undefined : nameIn(url));
    if (name === undefined) {
      throw new OperationError("No tap was specified", { hint: "Pass src as USER/REPOSITORY, or url." });
    }
    if (name.split("/").filter(Boolean).length !== 2) {
      throw new OperationError(
        `Cannot tell the tap from ${JSON.stringify(src ?? url)}: ${name} is no USER/REPOSITORY`,
        {
          hint: "Pass src as USER/REPOSITORY.",
        },
      );
    }
    const isThere = (await host.fact(BrewTaps)).some((tap) => canonicalName(tap) === canonicalName(name));
    if (isThere === present) return host.noop(`tap ${name} ${present ? "already exists" : "does not exist"}`);
    yield present ? sh`brew tap ${name} ${url === undefined ? [] : [url]}` : sh`brew untap ${name}`;
  },
);

/** What stands behind the host in an address, as `https://HOST/USER/REPOSITORY.git` or `HOST:USER/REPOSITORY`. */
function nameIn(url: string): string {
  const path = url.replace(/^[a-z+]+:\/\/[^/]*|^[^/:]+:/i, "");
  return path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
}

/** Homebrew itself says `homebrew/cask` of `Homebrew/homebrew-cask`. */
function canonicalName(tap: string): string {
  return tap.toLowerCase().replace(/\/(home|linux)brew-/, "/");
}
