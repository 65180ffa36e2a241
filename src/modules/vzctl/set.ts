import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { ctid, vzctl } from "./container.ts";

const value = () => z.union([z.string(), z.number()]).transform(String);

const args = () =>
  z.object({
    ctid: ctid(),
    save: z.boolean().default(true).describe("keep the settings beyond the next start of the container"),
    settings: z.record(
      z.string().regex(/^[a-z][a-z0-9_-]*$/i, "the name of an option of vzctl"),
      z.union([value(), z.array(value()).readonly()]),
    ).default({}).describe(
      "options of `vzctl set` without their dashes, as `hostname`; a list gives one several times",
    ),
  });

/** Changes settings of a container of OpenVZ. */
export const set: Operation<Arguments<typeof args>> = operation(
  {
    module: "vzctl",
    name: "set",
    doc: "Changes settings of a container of OpenVZ, every time. Linux with OpenVZ.",
    args,
    alwaysChanges: true,
  },
  async function* ({ ctid, save, settings }) {
    const options = Object.entries(settings).flatMap(([name, values]) =>
      [values].flat().flatMap((value) => [`--${name}`, value])
    );
    yield vzctl("set", ctid, [save && "--save", ...options]);
  },
);
