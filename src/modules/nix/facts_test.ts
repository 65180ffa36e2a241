import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { NixChannels, NixGeneration, NixPackages } from "./facts.ts";

const store = (name: string) => `/nix/store/${"0123456789abcdfghijklmnpqrsvwxyz"}-${name}`;

Deno.test("NixPackages reads profiles of each age", () => {
  // Nix 2.4 to 2.19, from 2.20 on, and nix-env.
  const list = {
    version: 2,
    elements: [{ active: true, storePaths: [store("hello-2.12.1"), store("git-2.44.0-doc")] }],
  };
  deepStrictEqual(processFact(NixPackages, JSON.stringify(list)), { hello: ["2.12.1"], git: ["2.44.0"] });
  const named = { version: 3, elements: { "nix-tree": { active: true, storePaths: [store("nix-tree-0.4.0-bin")] } } };
  deepStrictEqual(processFact(NixPackages, JSON.stringify(named)), { "nix-tree": ["0.4.0"] });
  const queried = {
    "0": { name: "hello-2.12.1", pname: "hello", version: "2.12.1", system: "x86_64-linux" },
    "1": { name: "hello-2.10", pname: "hello", version: "2.10" },
    "2": { name: "own", pname: "own", version: "" },
  };
  deepStrictEqual(processFact(NixPackages, JSON.stringify(queried)), { hello: ["2.12.1", "2.10"], own: [""] });
  deepStrictEqual(processFact(NixPackages, "{}"), {});
});

Deno.test("NixPackages quotes what it cannot read", () => {
  throws(() => processFact(NixPackages, "error: profile is incompatible"), /found "error: profile is incompatible"/);
  throws(() => processFact(NixPackages, `{"elements": [{"storePaths": ["/tmp/x"]}]}`), /store path, found "\/tmp\/x"/);
});

Deno.test("NixChannels and NixGeneration read what there is", () => {
  deepStrictEqual(processFact(NixChannels, "nixos https://nixos.org/channels/nixos-24.05\n"), {
    nixos: "https://nixos.org/channels/nixos-24.05",
  });
  throws(() => processFact(NixChannels, "unexpected"), /found "unexpected"/);
  deepStrictEqual(processFact(NixGeneration, "system-42-link\n"), 42);
  deepStrictEqual(processFact(NixGeneration, ""), null);
  throws(() => processFact(NixGeneration, "/nix/store/x"), /found "\/nix\/store\/x"/);
});
