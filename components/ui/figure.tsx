import type { ReactNode } from "react";
import { Count } from "./count";
import { unitOf } from "./format-count";
import { Time } from "./time";
import { Tooltip } from "./tooltip";

export type EvidenceLevel = "claimed" | "seen" | "admitted" | "verified";

export const evidenceMeanings: Record<EvidenceLevel, string> = {
  claimed: "enrolled: somebody says that it exists",
  seen: "called within its window, whatever the answer",
  admitted: "called and was let in",
  verified: "admitted, and passed a verification that has not expired",
};

type FigureProps = {
  label: ReactNode;
  /** null: unknown, and said so. */
  value: number | null;
  /** What is counted, of one: "device", "GPU". */
  unit: string;
  /** When it was counted. */
  at: string | number | Date;
  evidence: EvidenceLevel;
  /** Where the number comes from, for hover and focus. */
  source: string;
  size?: "large" | "normal";
  /** Below the number: a change against expected, a share. */
  children?: ReactNode;
};

/** A number with all that one must know to trust it: unit, what it counts, as of when, evidence level, source. */
export function Figure({ label, value, unit, at, evidence, source, size = "normal", children }: FigureProps) {
  const type = size === "large" ? "text-figure-large" : "text-figure";
  return (
    <div className="grid content-start gap-0.5">
      <div className="text-caption text-muted">{label}</div>
      <Tooltip
        side="bottom"
        content={
          <div className="grid gap-1">
            <div className="font-medium text-table">
              {value === null ? "Unknown" : <Count value={value} />} {unitOf(value, unit)}
            </div>
            <div>
              As of <Time at={at} form="absolute" />. Evidence: <b className="font-medium">{evidence}</b>,{" "}
              {evidenceMeanings[evidence]}.
            </div>
            <div className="text-muted">{source}</div>
          </div>
        }
      >
        <button type="button" className="flex w-fit cursor-help items-baseline gap-1.5 rounded-sm text-left">
          <span className={`font-semibold tracking-tight ${type}`}>
            <Count value={value} />
          </span>
          <span className="text-muted">{unitOf(value, unit)}</span>
        </button>
      </Tooltip>
      {children ? <div className="text-caption text-muted">{children}</div> : null}
    </div>
  );
}
