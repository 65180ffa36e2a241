import { deepStrictEqual } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { GpgKeyrings } from "./mod.ts";

Deno.test("each file has its format and its own keys, one that cannot be read has none", () => {
  const key = (id: string) => `pub:-:4096:1:${id}:1487788586:::-:`;
  deepStrictEqual(
    processFact(
      GpgKeyrings,
      ["KEYRING:/k/a b.gpg", key("AA"), key("BB"), "KEYRING:/k/c.asc", key("CC"), "KEYRING:/k/d.kbx"],
      { directories: "/k" },
    ),
    {
      "/k/a b.gpg": {
        format: "gpg",
        keys: {
          AA: { validity: "-", length: 4096, subkeys: {} },
          BB: { validity: "-", length: 4096, subkeys: {} },
        },
      },
      "/k/c.asc": { format: "asc", keys: { CC: { validity: "-", length: 4096, subkeys: {} } } },
      "/k/d.kbx": { format: "kbx", keys: {} },
    },
  );
});
