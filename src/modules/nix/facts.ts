import { arg, type Fact, fact, pathWord, sh, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { collectVersions, type InstalledPackages } from "../packages.ts";

const profile = () => {
  const element = z.object({ storePaths: z.array(z.string()) });
  return z.union([
    // A manifest; the first versions have a list of elements, later ones have them by their names.
    z.object({ elements: z.union([z.array(element), z.record(z.string(), element)]) }).transform(({ elements }) =>
      Object.values(elements).flatMap(({ storePaths }) => storePaths.map(nameAndVersion))
    ),
    z.record(z.string(), z.object({ pname: z.string(), version: z.string().default("") })).transform((found) =>
      Object.values(found).map(({ pname, version }) => [pname, version] as const)
    ),
  ]);
};

/** The packages of a Nix profile. */
export const NixPackages: Fact<InstalledPackages> = fact({
  module: "nix",
  name: "NixPackages",
  doc:
    "The packages in the user's profile and their versions, by `nix profile` or `nix-env`. NixOS, any system with Nix.",
  requiresCommand: "nix-env",
  command: () =>
    sh`for profile in "$HOME/.nix-profile" "\${XDG_STATE_HOME:-$HOME/.local/state}/nix/profile"; do ! test -f "$profile/manifest.json" || { cat "$profile/manifest.json"; exit; }; done; nix-env --query --installed --json`,
  process: (lines) => collectVersions(parseJson(lines, profile())),
  default: () => ({}),
});

/** Parts a store path as `/nix/store/HASH-hello-2.12.1` as Nix does: the version starts at a dash before no letter. */
function nameAndVersion(path: string): readonly [name: string, version: string] {
  const [, full] = /\/[a-z0-9]{32}-([^/]+?)(?:-(?:bin|dev|devdoc|doc|info|lib|man|out))?$/.exec(path) ?? [];
  if (full === undefined) throw new Error(`expected a store path, found ${JSON.stringify(path)}`);
  const [, name = full, version = ""] = /^(.+?)-([^A-Za-z].*)$/.exec(full) ?? [];
  return [name, version];
}

/** The channels that a user follows. */
export const NixChannels: Fact<Record<string, string>> = fact({
  module: "nix",
  name: "NixChannels",
  doc: "The channels that the user follows and their addresses. NixOS, any system with Nix.",
  requiresCommand: "nix-channel",
  command: () => sh`nix-channel --list`,
  process: (lines) =>
    Object.fromEntries(
      lines.filter((line) => line.trim() !== "").map((line) => {
        const [, name, url] = /^(\S+) (\S+)$/.exec(line) ?? [];
        if (name === undefined) throw new Error(`expected a channel and its address, found ${JSON.stringify(line)}`);
        return [name, url!];
      }),
    ),
  default: () => ({}),
});

/** The generation that a profile is at. */
export const NixGeneration: Fact<number | null, { profile?: string }> = fact({
  module: "nix",
  name: "NixGeneration",
  doc: "The number of the generation that a profile is at, that of the system unless told otherwise; " +
    "`null` where there is no such profile. NixOS, any system with Nix.",
  args: () =>
    z.object({
      profile: arg.path().default("/nix/var/nix/profiles/system").describe(
        "the profile, as `/nix/var/nix/profiles/per-user/alice/profile`",
      ),
    }),
  command: ({ profile }) => sh`readlink ${pathWord(profile)} || true`,
  process: ([line]) => {
    if (line === undefined) return null;
    const [, number] = /-(\d+)-link$/.exec(line) ?? [];
    if (number === undefined) throw new Error(`expected a generation, found ${JSON.stringify(line)}`);
    return Number(number);
  },
});
