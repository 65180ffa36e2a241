import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";

const args = () =>
  z.object({
    src: word().describe("the archive, as `ppa:OWNER/NAME`"),
    present: z.boolean().default(true).describe("whether it shall be there"),
  });

/** Adds or removes a personal package archive, every time. */
export const ppa: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "ppa",
    doc: "Adds or removes a personal package archive, every time. Ubuntu with `apt-add-repository`.",
    args,
    alwaysChanges: true,
  },
  async function* ({ src, present }) {
    yield sh`apt-add-repository -y ${[!present && "--remove"]} ${src}`;
  },
);
