import { arg, type Fact, fact, pathWord, raw, sh, z } from "../../api/mod.ts";
import { unlessSaid } from "../unless_said.ts";

// SOPS knows no escapes in the names of a path.
const name = () => z.string().regex(/^[^"[\]\n]+$/, 'a name without ", [ and ]');

const args = () =>
  z.object({
    secretsFile: arg.path().describe("the encrypted file on the host"),
    key: z.union([name(), z.array(z.union([name(), z.int().min(0)])).min(1).readonly()]).describe(
      "the name of the value, or all the names and numbers that lead to it",
    ),
  });

/** A value of a file that SOPS has encrypted. */
export const SopsKey: Fact<string | null, z.input<ReturnType<typeof args>>> = fact({
  module: "sops",
  name: "SopsKey",
  doc:
    "A value of a file that SOPS has encrypted, decrypted with the keys that the user has on the host; `null` where " +
    "the file has no such value. Any system with sops.",
  args,
  sensitive: true,
  requiresCommand: "sops",
  command: ({ secretsFile, key }) => {
    const path = [key].flat().map((step) => typeof step === "number" ? `[${step}]` : `["${step}"]`).join("");
    return unlessSaid(raw("*'omponent '*'not found'*"), sh`sops --decrypt --extract ${path} ${pathWord(secretsFile)}`);
  },
  process: (lines) => lines.length === 0 ? null : lines.join("\n"),
});
