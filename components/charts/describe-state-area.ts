import { formatCount, formatShare } from "@/components/ui/format-count";
import { formatDuration, formatMoment } from "@/components/ui/format-time";
import type { CountUnit } from "@/lib/fleet/types";
import type { PreparedStateArea, StateAreaRow } from "./prepare-state-area";

type Reader = { locale: string; zone: string; now: number };
type CountedRow = StateAreaRow & { values: NonNullable<StateAreaRow["values"]>; enrolled: number };

/** The last minute before the fall: still within a twentieth of it from the top. Hours at the top are no part of the fall. */
function fallStart(rows: readonly CountedRow[], top: CountedRow, low: CountedRow): CountedRow {
  const { connected } = top.values;
  const least = connected - nearTopShare * (connected - low.values.connected);
  return rows.findLast((row) => row.minute < low.minute && row.values.connected >= least) ?? top;
}

/** Less than this part of the enrolled is called steady. */
const steadyShare = 0.02;
const nearTopShare = 0.05;

/** The sentence that says what is seen, for who cannot see it or has no time to look. `isThen`: of an area that ends at a past minute. */
export function describeStateArea(area: PreparedStateArea, unit: CountUnit, reader: Reader, isThen = false): string {
  const counted = area.rows.filter((row): row is CountedRow => row.values !== null && row.coverage !== "none");
  const first = counted[0];
  const last = counted.at(-1);
  if (!first || !last) return `Nothing is recorded ${isThen ? "up to this minute" : "in this time"}.`;
  const things = unit === "gpus" ? "GPUs" : "devices";
  const count = (value: number) => formatCount(value, reader.locale);
  const at = (row: StateAreaRow) => formatMoment(row.minute * 60_000, reader.now, reader.locale, reader.zone);
  const by = (a: CountedRow, b: CountedRow) => a.values.connected - b.values.connected;
  const low = counted.reduce((found, row) => (by(row, found) < 0 ? row : found));
  const high = counted.reduce((found, row) => (by(row, found) > 0 ? row : found));
  const end = `${count(last.values.connected)} of ${count(last.enrolled)} ${things} (${formatShare(last.values.connected, last.enrolled, reader.locale)})`;
  const when = isThen ? `at ${at(last)}` : "at the end";
  const sentences: string[] = [];
  if (high.values.connected - low.values.connected < steadyShare * last.enrolled) {
    sentences.push(`Connected is steady, ${when} ${end}.`);
  } else {
    const peak = fallStart(counted, low.minute > high.minute ? high : first, low);
    const course =
      low === first
        ? `Connected rose from ${count(first.values.connected)} at ${at(first)}`
        : `Connected fell from ${count(peak.values.connected)} at ${at(peak)} to ${count(low.values.connected)} at ${at(low)}`;
    sentences.push(`${course}; ${when} it is ${end}.`);
  }
  const band = last.expected;
  if (band && last.values.connected < band.low) {
    sentences.push(`That is ${count(band.median - last.values.connected)} below what is expected.`);
  }
  if (area.hasTooFewDays) sentences.push("Too few earlier days are known to say what is expected.");
  const unknownMs = area.unknownMinutes * 60_000;
  if (unknownMs > 0) sentences.push(`Muster did not listen for ${formatDuration(unknownMs)}; that time is unknown.`);
  return sentences.join(" ");
}
