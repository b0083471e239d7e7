/** How many changes of the page are on their way; the frame shows it wherever the viewer has scrolled to. */
let pending = 0;
const listeners = new Set<() => void>();

const add = (count: number) => {
  pending += count;
  for (const listener of listeners) listener();
};

/** Begins one; what is returned ends it. Ending it twice counts once. */
export function beginPending(): () => void {
  let isOver = false;
  add(1);
  return () => {
    if (isOver) return;
    isOver = true;
    add(-1);
  };
}

export const isAnyPending = (): boolean => pending > 0;

export function subscribePending(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
