import { z } from "../../api/mod.ts";

/** The name of a user or group: no option, and nothing that the files of accounts use as a separator. */
export const accountName = (): z.ZodString => z.string().regex(/^[^-:,\s/][^:,\s/]*$/, "the name of a user or group");
