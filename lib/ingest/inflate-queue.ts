type Waiting = { bytes: number; go: () => void };

/**
 * Lets bodies be inflated side by side while together they cannot become larger than `most` bytes; the others wait for their
 * turn, in the order in which they came. What would be larger than that by itself is inflated alone.
 */
export class InflateQueue {
  #reserved = 0;
  readonly #waiting: Waiting[] = [];

  constructor(readonly most: number) {}

  /** Runs `inflate`, whose result is at most `bytes` large, when there is room for it. */
  async run<T>(bytes: number, inflate: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#hasRoom(bytes)) {
      await new Promise<void>((go) => this.#waiting.push({ bytes, go }));
    } else this.#reserved += bytes;
    try {
      return await inflate();
    } finally {
      this.#reserved -= bytes;
      this.#callNext();
    }
  }

  #hasRoom(bytes: number): boolean {
    return this.#reserved === 0 || this.#reserved + bytes <= this.most;
  }

  #callNext(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoom(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#reserved += next.bytes;
      next.go();
    }
  }
}
