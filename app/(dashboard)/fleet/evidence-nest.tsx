import { Count } from "@/components/ui/count";
import { type EvidenceLevel, evidenceMeanings } from "@/components/ui/figure";
import type { CountUnit, Evidence } from "@/lib/fleet/types";
import { Share } from "./share";

const levels: readonly EvidenceLevel[] = ["claimed", "seen", "admitted", "verified"];
const rowPx = 30;
const insetPx = 5;
/** Each level stands inside of the one before, a step darker. */
const fills = ["16%", "34%", "58%", "100%"] as const;

type EvidenceNestProps = { evidence: Evidence; isKnown: boolean; unit: CountUnit };

/** How well each number is founded. Drawn as boxes within boxes, since each level is a part of the one before. */
export function EvidenceNest({ evidence, isKnown, unit }: EvidenceNestProps) {
  const height = levels.length * rowPx;
  return (
    <section aria-label="By evidence" className="grid content-start gap-3">
      <h2 className="text-caption text-muted">By evidence, each a part of the one before</h2>
      <div className="grid grid-cols-[minmax(6rem,1fr)_auto] gap-x-4">
        <div className="relative" style={{ height }} aria-hidden="true">
          {levels.map((level, index) => (
            <div
              key={level}
              hidden={evidence[level] === 0}
              className={`absolute left-0 rounded-r-sm transition-[width] ${isKnown ? "" : "hatched"}`}
              style={{
                top: index * insetPx,
                height: height - 2 * index * insetPx - index * 6,
                width: `max(2px, ${(100 * evidence[level]) / Math.max(1, evidence.claimed)}%)`,
                backgroundColor: `color-mix(in oklab, var(--connected) ${fills[index]}, var(--surface))`,
              }}
            />
          ))}
        </div>
        <dl className="grid grid-cols-[auto_auto_auto] content-start gap-x-3 text-table">
          {levels.map((level) => (
            <div
              key={level}
              className="col-span-full grid grid-cols-subgrid items-center"
              style={{ height: rowPx }}
              title={`${level}: ${evidenceMeanings[level]}`}
            >
              <dt className="capitalize">{level}</dt>
              <dd className="text-right font-medium">
                <Count value={isKnown || level === "claimed" ? evidence[level] : null} />
              </dd>
              <dd className="min-w-14 text-right text-caption text-muted">
                {isKnown ? <Share part={evidence[level]} whole={evidence.claimed} /> : null}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="text-caption text-muted">
        {unit === "gpus" ? "GPUs" : "Devices"}: claimed are enrolled, seen called in, admitted were let in, verified
        have proved themselves.
      </p>
    </section>
  );
}
