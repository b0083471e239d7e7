import type { PlotGeometry } from "./plot-geometry";
import type { PreparedStateArea } from "./prepare-state-area";

type PlotPickedProps = {
  minute: number | null;
  area: PreparedStateArea;
  geometry: PlotGeometry;
  xOf: (minute: number) => number;
};

/** Where the page stands in time, when it is not now. */
export function PlotPicked({ minute, area, geometry, xOf }: PlotPickedProps) {
  if (minute === null || minute < area.fromMinute || minute > area.toMinute) return null;
  const left = geometry.left + xOf(minute) - 1;
  return (
    <div className="absolute w-0.5 bg-past-line" style={{ left, top: geometry.top, height: geometry.plotHeight }} />
  );
}
