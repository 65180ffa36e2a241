/** How much waits here before the host is told to hold on, in bytes. */
const QUEUE = 256 * 1024;

/** One output of a process, which tells how much of it has been taken. */
export class Outlet {
  readonly stream: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #isOpen = true;
  #waiting = 0;

  /** @param taken called with the bytes that no longer wait */
  constructor(private readonly taken: (bytes: number) => void) {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#controller = controller),
      pull: () => this.#tell(),
      cancel: () => {
        this.#isOpen = false;
        this.#tell();
      },
    }, new ByteLengthQueuingStrategy({ highWaterMark: QUEUE }));
  }

  /** Takes what the process has written; what nobody wants is taken too, or the other output would stop. */
  push(bytes: Uint8Array): void {
    this.#waiting += bytes.length;
    if (this.#isOpen) this.#controller.enqueue(new Uint8Array(bytes));
    if (!this.#isOpen || this.#controller.desiredSize! > 0) this.#tell();
  }

  /** There is no more. */
  end(): void {
    if (this.#isOpen) this.#controller.close();
    this.#isOpen = false;
  }

  #tell(): void {
    this.taken(this.#waiting);
    this.#waiting = 0;
  }
}
