import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { FindInFile, replace } from "../files/mod.ts";
import { Locales } from "./facts.ts";

const args = () =>
  z.object({
    locale: z.string().regex(/^[A-Za-z0-9_.@-]+$/, "the name of a locale").describe("the locale, as `fr_FR.UTF-8`"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

const FILE = "/etc/locale.gen";

/** Enables or disables a locale. */
export const locale: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "locale",
    doc: "Enables or disables a locale in /etc/locale.gen and generates what is enabled. Debian and relatives, Arch.",
    args,
  },
  async function* ({ locale, present }, host) {
    const [locales, lines] = await Promise.all([
      host.fact(Locales),
      host.fact(FindInFile, { path: FILE, pattern: `^.*${locale}[[:space:]]\\+.*$` }),
    ]);
    if (locales.some((one) => plain(one) === plain(locale)) === present) {
      return host.noop(`locale ${locale} ${present ? "exists" : "does not exist"}`);
    }
    const known = (lines ?? []).find((line) => line.replace(/^[#\s]*/, "").split(/\s+/)[0] === locale);
    if (known === undefined) {
      throw new OperationError(`Cannot find the locale ${locale} in ${FILE}`, {
        hint: "Write it as that file does, as fr_FR.UTF-8; on Debian the file comes with the package locales.",
      });
    }
    const name = known.replace(/^[#\s]*/, "");
    const wished = present ? name : `# ${name}`;
    if (known !== wished) yield* replace.inner({ path: FILE, text: `^${known}$`, replace: wished });
    yield sh`locale-gen`;
  },
);

/** `fr_FR.UTF-8` as the system lists it: `fr_FR.utf8`. */
function plain(name: string): string {
  return name.replace(/\.(.*?)(?=@|$)/, (charset) => charset.toLowerCase().replaceAll("-", ""));
}
