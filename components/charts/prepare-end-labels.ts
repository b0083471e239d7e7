export type EndLabel<Key> = { key: Key; y: number };

/**
 * Where labels stand beside the end of their bands: at the band's middle, moved as little as needed so that none overlaps,
 * inside of 0 … heightPx. `bands` from the top down.
 */
export function prepareEndLabels<Key>(
  bands: readonly { key: Key; middle: number }[],
  heightPx: number,
  lineHeightPx: number,
): EndLabel<Key>[] {
  const half = lineHeightPx / 2;
  const labels = bands.map(({ key, middle }) => ({ key, y: Math.max(half, Math.min(heightPx - half, middle)) }));
  for (let index = 1; index < labels.length; index++) {
    const [before, label] = [labels[index - 1], labels[index]];
    if (before && label) label.y = Math.max(label.y, before.y + lineHeightPx);
  }
  let floor = heightPx - half;
  for (let index = labels.length - 1; index >= 0; index--) {
    const label = labels[index];
    if (!label) continue;
    label.y = Math.min(label.y, floor);
    floor = label.y - lineHeightPx;
  }
  return labels;
}
