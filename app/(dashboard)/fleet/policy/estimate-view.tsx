"use client";
import { TriangleAlert } from "lucide-react";
import { Count } from "@/components/ui/count";
import { Figure } from "@/components/ui/figure";
import { reasonLabels } from "@/components/ui/state-look";
import { Time } from "@/components/ui/time";
import { changeKindLabels } from "@/lib/fleet/changes/change-kinds";
import { blockReasons } from "@/lib/fleet/planes";
import { isStricter, policyEffect } from "@/lib/fleet/policy/policy-effect";
import type { AffectedOver, PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import { EffectSentence } from "./effect-sentence";
import { EstimateTable } from "./estimate-table";

/** What the policy would do, in numbers, before anybody can save it. */
export function EstimateView({ estimate }: { estimate: PolicyEstimate }) {
  const { turnedAway, reported, seen, changes, at, against, countedMinute } = estimate;
  const effect = policyEffect(estimate);
  const source =
    "Agents, tokens and verifications as recorded, of the devices whose heartbeats were counted, without those that a decision keeps out.";
  const common = { at, evidence: "seen", source } as const;
  const counted = countedMinute ? { ...common, at: new Date(countedMinute * 60_000).toISOString() } : common;
  const away = isStricter(effect) ? "Would be turned away" : "Would stay turned away";
  return (
    <section aria-label="Estimate" className="grid gap-5 rounded-lg border border-line bg-surface p-5">
      <p>
        <EffectSentence estimate={estimate} />
      </p>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {against && against.readmitted.last24Hours.devices > 0 ? (
          <Figure
            label="Would be admitted again, of the last 24 h"
            value={against.readmitted.last24Hours.devices}
            unit="device"
            {...common}
          >
            <Count value={against.readmitted.now.devices} /> of them call now;{" "}
            <Count value={against.readmitted.last24Hours.gpus} of="GPU" />
          </Figure>
        ) : null}
        <Figure label={`${away}, of the last 24 h`} value={turnedAway.last24Hours.devices} unit="device" {...common}>
          of <Count value={seen.last24Hours.devices} /> that called;{" "}
          <Count value={turnedAway.last24Hours.gpus} of="GPU" />
        </Figure>
        <Figure label={`${away}, of now`} value={turnedAway.now.devices} unit="device" {...counted}>
          of <Count value={seen.now.devices} /> that call now; <Count value={turnedAway.now.gpus} of="GPU" />
        </Figure>
        {effect === "tightens" || effect === "nothing" ? (
          <Figure label="Providers with devices turned away" value={turnedAway.providers} unit="provider" {...common} />
        ) : null}
        <Figure label="Would be reported and let in" value={reported.last24Hours.devices} unit="device" {...common}>
          of <Count value={reported.providers} of="provider" />
        </Figure>
      </div>
      <ReasonLines title="Turned away" byReason={turnedAway.byReason} />
      <ReasonLines title="Reported" byReason={reported.byReason} />
      {changes.length > 0 ? (
        <div
          role="status"
          className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-table text-warn-text"
        >
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          <ul className="grid gap-0.5">
            {changes.map((change) => (
              <li key={change.id}>
                Within its first 24 hours: {changeKindLabels[change.kind].toLowerCase()} “{change.title}”,{" "}
                <Time at={change.startsAt} form="absolute" />
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="text-muted text-table">Nothing stands in the calendar of its first 24 hours.</p>
      )}
      <Doubts estimate={estimate} />
      <div className="grid gap-4 lg:grid-cols-3">
        <EstimateTable by="provider" {...estimate.byProvider} estimate={estimate} />
        <EstimateTable by="GPU model" {...estimate.byModel} estimate={estimate} />
        <EstimateTable by="region" {...estimate.byRegion} estimate={estimate} />
      </div>
    </section>
  );
}

function ReasonLines({ title, byReason }: { title: string; byReason: Partial<Record<string, AffectedOver>> }) {
  const reasons = blockReasons.filter((reason) => byReason[reason]);
  if (reasons.length === 0) return null;
  return (
    <p className="text-table">
      <span className="text-muted">{title}: </span>
      {reasons.map((reason, index) => (
        <span key={reason}>
          {index > 0 ? " · " : null}
          {reasonLabels[reason].toLowerCase()} <Count value={byReason[reason]?.last24Hours.devices ?? 0} of="device" />
        </span>
      ))}
    </p>
  );
}

/** What the figures do not know. */
function Doubts({ estimate }: { estimate: PolicyEstimate }) {
  const { unlistenedMinutes, tokenKindUnknown } = estimate;
  if (unlistenedMinutes === 0 && tokenKindUnknown.devices === 0) return null;
  return (
    <p className="text-caption text-muted">
      {unlistenedMinutes > 0
        ? `Muster did not listen in ${unlistenedMinutes.toLocaleString("en")} of the last 1,440 minutes. `
        : null}
      {tokenKindUnknown.devices > 0
        ? `Of ${tokenKindUnknown.devices.toLocaleString("en")} devices the kind of token is not recorded: they count as not legacy.`
        : null}
    </p>
  );
}
