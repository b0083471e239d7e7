/** Where a key moves the crosshair to, among the minutes that are drawn; null when the key is not for it. */
export function plotKeyboard(
  key: string,
  isShift: boolean,
  minutes: readonly number[],
  current: number | null,
): number | null {
  if (minutes.length === 0) return null;
  const last = minutes.length - 1;
  const nearest = current === null ? last : nearestIndex(minutes, current);
  const stride = isShift ? Math.max(2, Math.round(minutes.length / 20)) : 1;
  const moves: Record<string, number> = {
    ArrowLeft: current === null ? last : nearest - stride,
    ArrowRight: current === null ? last : nearest + stride,
    PageDown: nearest - Math.round(minutes.length / 6),
    PageUp: nearest + Math.round(minutes.length / 6),
    Home: 0,
    End: last,
  };
  const index = moves[key];
  return index === undefined ? null : (minutes[Math.max(0, Math.min(last, index))] ?? null);
}

function nearestIndex(minutes: readonly number[], minute: number): number {
  let best = 0;
  minutes.forEach((each, index) => {
    if (Math.abs(each - minute) < Math.abs((minutes[best] ?? 0) - minute)) best = index;
  });
  return best;
}
