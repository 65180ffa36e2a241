import { DroverError } from "../errors.ts";

/** The link to a host is gone; whether what was in flight ran is unknown, so nothing repeats it by itself. */
export class LinkLost extends DroverError {
  override name = "LinkLost";

  constructor(why: string, consequence = "it is unknown how far the commands in flight got") {
    super("connect", `The link to the host was lost (${why}): ${consequence}`, {
      hint: "Look at the host, then run again: Drover does not repeat by itself what may have run.",
    });
  }
}
