/** One line at the bottom of a terminal that says what is going on; gone before anything else is printed. */
export class Progress {
  #running = new Set<string>();
  #name = "";
  #total = 0;
  #shown = false;

  constructor(private readonly live: boolean, private readonly write: (text: string) => void) {}

  /** An operation starts on hosts. */
  start(name: string, hosts: readonly string[]): void {
    this.#name = name;
    this.#total = hosts.length;
    this.#running = new Set(hosts);
  }

  /** It has ended on a host. */
  finish(host: string): void {
    this.#running.delete(host);
  }

  /** Prints a line above the progress line. */
  print(line: string): void {
    this.write(`${this.#shown ? "\r\x1b[2K" : ""}${line}\n`);
    this.#shown = false;
    if (!this.live || this.#running.size === 0) return;
    const waiting = [...this.#running].join(", ");
    const text = `    ${this.#total - this.#running.size}/${this.#total} ${this.#name}: ${waiting}`;
    this.write(text.slice(0, 78));
    this.#shown = true;
  }

  /** Takes the line away. */
  stop(): void {
    if (this.#shown) this.write("\r\x1b[2K");
    this.#shown = false;
    this.#running.clear();
  }
}
