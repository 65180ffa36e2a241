import { ConnectError } from "../errors.ts";

interface Trial {
  readonly where: string;
  readonly accepted: Promise<boolean>;
}

/**
 * What became of the passwords of one run. A password is first offered to one host alone; the others wait for what
 * becomes of it, and one that was refused there is not offered to them: a mistyped one would lock accounts everywhere.
 */
export class Passwords {
  readonly #trials = new Map<string, Trial>();

  /**
   * Offers a password to a host.
   *
   * @param what whose password it is, for people
   * @param where the name of the host
   * @param offer writes it, and gives whether it was accepted
   * @throws {ConnectError} where another host has refused it; it is not offered then
   */
  async offer(password: string, what: string, where: string, offer: () => Promise<boolean>): Promise<boolean> {
    const key = `${what}\0${password}`;
    for (let trial = this.#trials.get(key); trial !== undefined; trial = this.#trials.get(key)) {
      const accepted = await trial.accepted.catch(() => undefined);
      if (accepted === true) return await offer();
      if (accepted === false) throw refusedBefore(what, trial.where);
      // That host is gone without an answer: the next one tries.
      if (this.#trials.get(key) === trial) this.#trials.delete(key);
    }
    const accepted = offer();
    this.#trials.set(key, { where, accepted });
    return await accepted;
  }
}

function refusedBefore(what: string, where: string): ConnectError {
  return new ConnectError(`The password for ${what} was refused on ${where} and is not offered again`, {
    hint: "Give the right password; where hosts have different ones, give each host its own in its data.",
  });
}
