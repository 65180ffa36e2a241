import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { line } from "../files/mod.ts";

const word = () => z.string().regex(/^[^\s#]+$/, "one word");
const args = () =>
  z.object({
    domain: word().describe("a user, `@GROUP`, or `*` for all"),
    limitType: z.enum(["hard", "soft", "-"]).describe("which limit; `-` is both"),
    item: word().describe("what is limited, as `nofile`"),
    value: z.union([z.int(), z.enum(["unlimited", "infinity"]), z.string().regex(/^-?\d+$/, "a number")]).describe(
      "the limit: a number, -1 or `unlimited` for none",
    ),
  });

/** Sets a limit of /etc/security/limits.conf. */
export const securityLimit: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "securityLimit",
    doc: "Sets a limit that PAM gives to logins, in /etc/security/limits.conf. Linux.",
    args,
  },
  async function* ({ domain, limitType, item, value }) {
    const [inDomain, inItem] = [domain, item].map((text) => text.replaceAll(/[.*[\]^$\\]/g, "\\$&"));
    yield* line.inner({
      path: "/etc/security/limits.conf",
      line: `^${inDomain}[[:space:]]\\+${limitType}[[:space:]]\\+${inItem}`,
      replace: `${domain}\t${limitType}\t${item}\t${value}`,
    });
  },
);
