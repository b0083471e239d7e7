import { Badge } from "@/components/ui/badge";
import {
  type IncidentSeverity,
  type IncidentState,
  stateLabels,
  type Tlp,
  tlpLabels,
} from "@/lib/incidents/incident-choices";

const severityStyles: Record<IncidentSeverity, string> = {
  1: "border-bad bg-bad text-surface",
  2: "border-bad bg-bad text-surface",
  3: "border-bad text-bad-text",
  4: "border-line-strong text-muted",
};

/** Filled for 1 and 2, outlined for 3 and 4, always with its number. */
export function IncidentSeverityMark({ severity }: { severity: IncidentSeverity }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={`grid size-4 place-items-center rounded-sm border text-[0.6875rem] leading-none font-semibold ${severityStyles[severity]}`}
      >
        {severity}
      </span>
      <span>{`SEV ${severity}`}</span>
    </span>
  );
}

const tones: Record<IncidentState, "bad" | "warn" | "good" | "neutral" | "outline"> = {
  triage: "bad",
  active: "bad",
  contained: "warn",
  recovering: "warn",
  resolved: "good",
  closed: "neutral",
  declined: "outline",
  merged: "outline",
};

export function IncidentStateBadge({ state }: { state: IncidentState }) {
  return <Badge tone={tones[state]}>{stateLabels[state]}</Badge>;
}

export function TlpBadge({ tlp }: { tlp: Tlp }) {
  return <Badge tone="outline">{tlpLabels[tlp]}</Badge>;
}
