/**
 * Asks whether to trust host keys that are not known: those of all hosts that are connecting in one question.
 *
 * @module
 */
import type { ConnectorContext } from "drover/connectors";

/** A host with a key that is not known. */
export interface Unknown {
  /** The host as errors name it. */
  readonly where: string;
  /** Type and fingerprint of the key. */
  readonly shown: string;
}

/** How long those who have come wait for hosts that are still silent, in milliseconds. */
const PATIENCE = 2000;

interface Waiting extends Unknown {
  readonly answer: (trusted: boolean) => void;
  readonly fail: (error: unknown) => void;
  readonly ask: ConnectorContext["ask"];
}

/** The hosts of a run that are connecting, and those of them that wait for an answer. */
export class TrustDesk {
  #connecting = 0;
  #waiting: Waiting[] = [];
  #asking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Counts a host as connecting while it is. */
  async connecting<T>(connect: () => Promise<T>): Promise<T> {
    this.#connecting++;
    try {
      return await connect();
    } finally {
      this.#connecting--;
      this.#consider();
    }
  }

  /** Whether the user trusts a key. Rejects where nobody can be asked. */
  ask(unknown: Unknown, context: Pick<ConnectorContext, "ask">): Promise<boolean> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ ...unknown, answer, fail, ask: (question) => context.ask(question) });
      this.#timer ??= setTimeout(() => this.#question(), PATIENCE);
      this.#consider();
    });
  }

  /** Asks when all who are connecting have come. */
  #consider(): void {
    if (this.#waiting.length > 0 && this.#waiting.length >= this.#connecting) this.#question();
  }

  async #question(): Promise<void> {
    if (this.#asking) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const asked = this.#waiting;
    this.#waiting = [];
    this.#asking = true;
    try {
      const answer = await asked[0]!.ask(questionFor(asked));
      for (const host of asked) host.answer(answer.trim().toLowerCase() === "yes");
    } catch (error) {
      for (const host of asked) host.fail(error);
    } finally {
      this.#asking = false;
      if (this.#waiting.length > 0) this.#question();
    }
  }
}

/** The question about one or more hosts. */
export function questionFor(hosts: readonly Unknown[]): string {
  const [first] = hosts;
  if (hosts.length === 1) {
    return `The host key of ${first!.where} is not known: ${first!.shown}. Type yes to trust it from now on: `;
  }
  const lines = hosts.map(({ where, shown }) => `  ${where}: ${shown}\n`).sort();
  return `The host keys of ${hosts.length} hosts are not known:\n${lines.join("")}` +
    "Type yes to trust all of them from now on: ";
}
