const flagsPx = 26;
const xAxisPx = 24;
const yAxisPx = 46;
const endLabelsPx = 224;
const rightPx = 12;
const endLabelsFromPx = 760;

/** Where the plot stands in its frame; Recharts draws into it and everything that is laid over it is placed by it. */
export type PlotGeometry = {
  width: number;
  height: number;
  left: number;
  top: number;
  plotWidth: number;
  plotHeight: number;
  right: number;
  bottom: number;
  yAxisPx: number;
  xAxisPx: number;
  hasEndLabels: boolean;
};

export function plotGeometry(width: number, height: number): PlotGeometry {
  const hasEndLabels = width >= endLabelsFromPx;
  const right = hasEndLabels ? endLabelsPx : rightPx;
  return {
    width,
    height,
    left: yAxisPx,
    top: flagsPx,
    right,
    bottom: xAxisPx,
    yAxisPx,
    xAxisPx,
    plotWidth: Math.max(1, width - yAxisPx - right),
    plotHeight: Math.max(1, height - flagsPx - xAxisPx),
    hasEndLabels,
  };
}

export type PlotScales = {
  xOf: (minute: number) => number;
  minuteAt: (x: number) => number;
  yOf: (value: number) => number;
};

/** Pixels from the left and the top of the plot, and back. */
export function plotScales(
  geometry: PlotGeometry,
  domain: { fromMinute: number; toMinute: number; highest: number },
): PlotScales {
  const span = Math.max(1, domain.toMinute - domain.fromMinute);
  const highest = Math.max(1, domain.highest);
  return {
    xOf: (minute) => ((minute - domain.fromMinute) / span) * geometry.plotWidth,
    minuteAt: (x) => domain.fromMinute + (x / geometry.plotWidth) * span,
    yOf: (value) => geometry.plotHeight * (1 - value / highest),
  };
}
