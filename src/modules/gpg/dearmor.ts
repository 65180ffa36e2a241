import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { word } from "../word.ts";
import { key, keyringMode } from "./key.ts";

const args = () =>
  z.object({
    src: word().describe("the file with keys as text on the host, or its `http(s):` or `ftp:` address"),
    dest: word().describe("the binary keyring's path on the host"),
    mode: keyringMode(),
  });

/** Makes a binary keyring of keys that are text. */
export const dearmor: Operation<Arguments<typeof args>> = operation(
  {
    module: "gpg",
    name: "dearmor",
    doc: "Makes a binary keyring of a file with keys as text, if the keyring does not have them. Any system with gpg.",
    args,
  },
  async function* ({ src, dest, mode }) {
    yield* key.inner({ src, dest, mode });
  },
);
