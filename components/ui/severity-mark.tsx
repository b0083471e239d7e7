const looks = {
  critical: { rank: 1, style: "border-bad bg-bad text-surface" },
  high: { rank: 2, style: "border-bad bg-bad text-surface" },
  medium: { rank: 3, style: "border-bad text-bad-text" },
  low: { rank: 4, style: "border-line-strong text-muted" },
  info: { rank: 5, style: "border-line text-muted" },
} as const;
export type Severity = keyof typeof looks;

/** Filled for the two highest, outlined below, always with its number and its word. */
export function SeverityMark({ severity, isShort = false }: { severity: Severity; isShort?: boolean }) {
  const look = looks[severity];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={`grid size-4 place-items-center rounded-sm border text-[0.6875rem] leading-none font-semibold ${look.style}`}
      >
        {look.rank}
      </span>
      <span className={isShort ? "sr-only" : "capitalize"}>{severity}</span>
    </span>
  );
}
