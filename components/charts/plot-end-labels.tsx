"use client";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { formatCompact, formatCount } from "@/components/ui/format-count";
import { stateLooks } from "@/components/ui/state-look";
import { StateMark } from "@/components/ui/state-mark";
import type { PlotGeometry } from "./plot-geometry";
import { prepareEndLabels } from "./prepare-end-labels";
import type { PreparedStateArea, StackedState, StateAreaRow } from "./prepare-state-area";

const lineHeightPx = 18;

/** Direct labels beside the end of each band instead of a legend; on a narrow screen the same words stand below. */
export function PlotEndLabels({ area, geometry, yOf }: EndLabelsProps) {
  const { locale } = usePreferences();
  const last = area.rows.findLast((row) => row.values !== null);
  if (!last?.values) return null;
  const labels = prepareEndLabels(bandsOf(area.series, last, yOf), geometry.plotHeight, lineHeightPx);
  if (!geometry.hasEndLabels) {
    return (
      <ul className="flex flex-wrap gap-x-4 gap-y-1 px-1 text-caption" style={{ paddingTop: geometry.height + 4 }}>
        {labels.map(({ key }) => (
          <li key={key} className="flex items-center gap-1.5">
            <StateMark state={key} />
            {stateLooks[key].label}
            <span className="text-muted">{formatCount(last.values?.[key] ?? 0, locale)}</span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul
      className="pointer-events-none absolute text-caption"
      style={{ right: 0, top: geometry.top, width: geometry.right - 8 }}
    >
      {labels.map(({ key, y }) => (
        <li
          key={key}
          className="absolute inset-x-0 flex items-center gap-1.5 whitespace-nowrap"
          style={{ top: y - lineHeightPx / 2, height: lineHeightPx }}
        >
          <StateMark state={key} />
          <span className="truncate">{stateLooks[key].label}</span>
          <span className="ml-auto text-muted">{formatCompact(last.values?.[key] ?? 0, locale)}</span>
        </li>
      ))}
    </ul>
  );
}

type EndLabelsProps = { area: PreparedStateArea; geometry: PlotGeometry; yOf: (value: number) => number };

/** Bands of the last counted minute from the top down, with their middles in pixels. */
function bandsOf(series: readonly StackedState[], last: StateAreaRow, yOf: (value: number) => number) {
  let below = 0;
  const bands = series.map((state) => {
    const value = last.values?.[state] ?? 0;
    below += value;
    return { key: state, middle: yOf(below - value / 2) };
  });
  return bands.reverse();
}
