/** Something that happened, in one of the lanes; `toMinute` equals `fromMinute` for a moment. */
export type LaneItem = { id: string; lane: string; fromMinute: number; toMinute: number; title: string };

export type LaneMark = {
  fromMinute: number;
  toMinute: number;
  /** How many items stand at this place; `title` is the first one's. */
  count: number;
  title: string;
  firstId: string;
};
export type SwimLane = { key: string; label: string; isBad: boolean; marks: LaneMark[]; count: number };

type Lane = Pick<SwimLane, "key" | "label" | "isBad">;
type Domain = { fromMinute: number; toMinute: number };

/**
 * The lanes that hold something within the domain, in their given order. Items that would stand on one of the `columns` (about six
 * pixels each) share a mark which says how many they are: the counts of all marks are the items within.
 */
export function prepareSwimLanes(
  items: readonly LaneItem[],
  lanes: readonly Lane[],
  domain: Domain,
  columns: number,
): SwimLane[] {
  const span = Math.max(1, domain.toMinute - domain.fromMinute);
  const columnMinutes = span / Math.max(1, columns);
  const columnOf = (minute: number) => Math.floor((minute - domain.fromMinute) / columnMinutes);
  const byLane = new Map<string, Map<string, LaneMark>>();
  for (const item of items) {
    if (item.toMinute < domain.fromMinute || item.fromMinute > domain.toMinute) continue;
    const fromMinute = Math.max(domain.fromMinute, item.fromMinute);
    const toMinute = Math.min(domain.toMinute, item.toMinute);
    const place = `${columnOf(fromMinute)}:${columnOf(toMinute)}`;
    const marks = byLane.get(item.lane) ?? new Map<string, LaneMark>();
    byLane.set(item.lane, marks);
    const known = marks.get(place);
    if (known) {
      known.count++;
      known.toMinute = Math.max(known.toMinute, toMinute);
    } else marks.set(place, { fromMinute, toMinute, count: 1, title: item.title, firstId: item.id });
  }
  return lanes.flatMap((lane) => {
    const marks = [...(byLane.get(lane.key)?.values() ?? [])].sort((a, b) => a.fromMinute - b.fromMinute);
    return marks.length > 0 ? [{ ...lane, marks, count: marks.reduce((sum, { count }) => sum + count, 0) }] : [];
  });
}
