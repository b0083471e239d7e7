/** Calls `act` soon, but at most once in `everyMs` however often it is asked. `cancel` drops what is asked and not done yet. */
export function atMostEvery(everyMs: number, act: () => void): { ask: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  const ask = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        lastMs = Date.now();
        act();
      },
      Math.max(0, lastMs + everyMs - Date.now()),
    );
  };
  return { ask, cancel: () => clearTimeout(timer) };
}
