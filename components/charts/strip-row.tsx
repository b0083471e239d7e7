"use client";
import { stateLooks } from "@/components/ui/state-look";
import { type StripRow, stripPaths } from "./prepare-minute-strip";

type StripRowGraphicProps = { row: StripRow; hatchId: string; heightPx: number };

/** One row of minutes, stretched to the width that it is given. Gaps are left open. */
export function StripRowGraphic({ row, hatchId, heightPx }: StripRowGraphicProps) {
  return (
    <svg
      viewBox={`0 0 ${row.length} 1`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className="block w-full rounded-sm bg-sunken"
      style={{ height: heightPx }}
      aria-hidden="true"
    >
      {stripPaths(row).map(({ state, path }) => (
        <path key={state} d={path} fill={state === "unknown" ? `url(#${hatchId})` : stateLooks[state].color} />
      ))}
    </svg>
  );
}

/** Defined once a strip. The rows are stretched, so the pattern is of stripes that stretching keeps: upright ones. */
export function StripHatch({ id }: { id: string }) {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <defs>
        <pattern id={id} width="6" height="1" patternUnits="userSpaceOnUse">
          <rect width="6" height="1" fill="var(--unknown)" fillOpacity="0.2" />
          <rect width="2" height="1" fill="var(--unknown)" />
        </pattern>
      </defs>
    </svg>
  );
}
