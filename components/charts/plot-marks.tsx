import { CalendarClock, CircleAlert, Flag, Rocket, ShieldCheck, Snowflake } from "lucide-react";
import type { ChartMark } from "./chart-mark";
import type { PlotGeometry } from "./plot-geometry";
import { type MarkFlag, prepareMarkFlags } from "./prepare-mark-flags";

const icons: Record<string, typeof Flag> = {
  finding: CircleAlert,
  policy: ShieldCheck,
  deployment: Rocket,
  rewards_snapshot: CalendarClock,
  freeze: Snowflake,
};

type PlotMarksProps = { marks: readonly ChartMark[]; geometry: PlotGeometry; xOf: (minute: number) => number };

/** Vertical rules for what happened, each with a short flag; spans as a thin bar along the top. */
export function PlotMarks({ marks, geometry, xOf }: PlotMarksProps) {
  const flags = prepareMarkFlags(marks, xOf, geometry.plotWidth);
  const { left, top, plotWidth, plotHeight } = geometry;
  return (
    <>
      <svg
        className="pointer-events-none absolute"
        style={{ left, top: 0 }}
        width={plotWidth}
        height={top + plotHeight}
        aria-hidden="true"
      >
        {marks.map((mark) => (
          <Span key={mark.id} mark={mark} xOf={xOf} geometry={geometry} />
        ))}
        {flags
          .flatMap((flag) => flag.rules)
          .map(({ x, isFinding }) => (
            <line
              key={`${x} ${isFinding}`}
              x1={x}
              x2={x}
              y1={16}
              y2={top + plotHeight}
              stroke={isFinding ? "var(--bad)" : "var(--ink)"}
              strokeWidth={isFinding ? 1.5 : 1}
              strokeDasharray={isFinding ? undefined : "3 2"}
            />
          ))}
      </svg>
      <ul className="absolute h-5" style={{ left, top: 0, width: plotWidth }} aria-label="What happened in this time">
        {flags.map((flag) => (
          <FlagItem key={flag.x} flag={flag} />
        ))}
      </ul>
    </>
  );
}

function Span({ mark, xOf, geometry }: { mark: ChartMark; xOf: (minute: number) => number; geometry: PlotGeometry }) {
  if (mark.toMinute === undefined || mark.kind === "finding") return null;
  const from = Math.max(0, xOf(mark.fromMinute));
  const to = mark.toMinute === null ? geometry.plotWidth : Math.min(geometry.plotWidth, xOf(mark.toMinute));
  if (to <= from) return null;
  return <rect x={from} y={geometry.top - 4} width={to - from} height={3} fill="var(--ink)" fillOpacity={0.5} />;
}

function FlagItem({ flag }: { flag: MarkFlag }) {
  const single = flag.marks.length === 1 ? flag.marks[0] : undefined;
  const Icon = icons[flag.hasFinding ? "finding" : (single?.kind ?? "")] ?? Flag;
  const titles = flag.marks.map((mark) => mark.title).join("; ");
  const style = `flex h-5 items-center gap-1 rounded-sm border bg-surface pr-1 pl-0.5 text-[0.6875rem] whitespace-nowrap ${flag.hasFinding ? "border-bad text-bad-text" : "border-line-strong text-text"}`;
  const content = (
    <>
      <Icon className="size-3 shrink-0" aria-hidden="true" />
      {flag.text ? <span aria-hidden="true">{flag.text}</span> : null}
      <span className="sr-only">{titles}</span>
    </>
  );
  const href = flag.marks.find((mark) => mark.href)?.href;
  return (
    <li
      className={`absolute top-0 ${flag.side === "left" ? "-translate-x-[calc(100%-0.5rem)]" : "-translate-x-2"}`}
      style={{ left: flag.x }}
      title={titles}
    >
      {href ? (
        <a href={href} className={`${style} hover:bg-sunken`}>
          {content}
        </a>
      ) : (
        <span className={style}>{content}</span>
      )}
    </li>
  );
}
