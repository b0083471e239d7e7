type Row = { rank: number; ordinal: number };

const isBefore = (a: Row, b: Row) => a.rank < b.rank || (a.rank === b.rank && a.ordinal < b.ordinal);

/** The `limit` first of many rows by rank, then ordinal, behind `after`: a heap with the last of them on top. */
export class FirstRows {
  readonly #heap: Row[] = [];

  constructor(
    readonly limit: number,
    readonly after?: Row,
  ) {}

  offer(rank: number, ordinal: number): void {
    const { after } = this;
    if (after && (rank < after.rank || (rank === after.rank && ordinal <= after.ordinal))) return;
    const heap = this.#heap;
    if (heap.length === this.limit) {
      const top = heap[0] as Row; // limit is at least 1
      if (rank > top.rank || (rank === top.rank && ordinal >= top.ordinal)) return;
      heap[0] = { rank, ordinal };
      this.#sink();
      return;
    }
    heap.push({ rank, ordinal });
    this.#rise();
  }

  rows(): Row[] {
    return [...this.#heap].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  #rise(): void {
    const heap = this.#heap;
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[parent] as Row, heap[at] as Row)) return;
      [heap[parent], heap[at]] = [heap[at] as Row, heap[parent] as Row];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let last = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && isBefore(heap[last] as Row, heap[child] as Row)) last = child;
      }
      if (last === at) return;
      [heap[last], heap[at]] = [heap[at] as Row, heap[last] as Row];
      at = last;
    }
  }
}
