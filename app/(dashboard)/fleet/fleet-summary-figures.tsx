import { expectedAt } from "@/components/charts/expected-at";
import { Badge } from "@/components/ui/badge";
import { Figure } from "@/components/ui/figure";
import type { Pulse } from "@/lib/fleet/pulse/pulse";
import type { CountUnit, FleetSummary, FleetTimeline } from "@/lib/fleet/types";
import { EvidenceNest } from "./evidence-nest";
import { ExpectedDifference } from "./expected-difference";
import { PulseMeter } from "./pulse-meter";
import { StateSum } from "./state-sum";

type FleetSummaryFiguresProps = {
  summary: FleetSummary;
  unit: CountUnit;
  expected: FleetTimeline["expected"];
  /** null where they are not of what is shown. */
  pulses: readonly Pulse[] | null;
  /** What goes on by an open finding, null where nothing does. */
  fall: string | null;
};

/** The number that matters, the states that sum to the enrolled, the evidence levels that nest. */
export function FleetSummaryFigures({ summary, unit, expected, pulses, fall }: FleetSummaryFiguresProps) {
  const counts = summary[unit];
  const isKnown = summary.coverage !== "none";
  const band = expectedNear(expected, summary.minute);
  return (
    <section
      aria-label="The fleet at this minute"
      className="grid gap-x-10 gap-y-6 md:grid-cols-2 xl:grid-cols-[minmax(16rem,1fr)_minmax(22rem,1.5fr)_minmax(20rem,1.2fr)]"
    >
      <div className="grid content-start gap-4">
        <Figure
          size="large"
          label={
            <span className="flex items-center gap-2">
              Connected {summary.isLatest ? "now" : "then"}
              {summary.coverage === "partial" ? (
                <Badge tone="warn">Muster listened to part of this minute</Badge>
              ) : null}
            </span>
          }
          value={isKnown ? counts.connected : null}
          unit={unit === "gpus" ? "GPU" : "device"}
          at={summary.at}
          evidence="admitted"
          source={`Roll call of this minute: called within the window and was admitted.${summary.revisedAt ? " Counted again after heartbeats that came late." : ""}`}
        >
          {isKnown ? (
            <ExpectedDifference counts={counts} band={band} fall={fall} pulses={pulses} />
          ) : (
            "Muster did not listen in this minute, so nobody can say."
          )}
        </Figure>
        {pulses ? <PulseMeter rendered={pulses} /> : null}
      </div>
      <StateSum counts={counts} isKnown={isKnown} unit={unit} />
      <EvidenceNest evidence={summary.evidence[unit]} isKnown={isKnown} unit={unit} />
    </section>
  );
}

/** The band is thinned like the chart, so that its last sample may lie some minutes before the last minute. */
function expectedNear(expected: FleetTimeline["expected"], minute: number) {
  const last = expected.at(-1);
  return expectedAt(expected, minute) ?? (last && Math.abs(last.minute - minute) <= 15 ? last : null);
}
