import { incidentSeverities, severityCriteria } from "@/lib/incidents/incident-choices";
import { IncidentSeverityMark } from "./incident-marks";

/** The written criteria, where somebody has to choose by them. */
export function SeverityCriteria() {
  return (
    <details className="rounded-lg border border-line bg-surface p-4">
      <summary className="cursor-pointer text-table">What the severities mean</summary>
      <dl className="mt-3 grid gap-2">
        {incidentSeverities.map((severity) => (
          <div key={severity} className="grid gap-x-4 sm:grid-cols-[5rem_1fr]">
            <dt>
              <IncidentSeverityMark severity={severity} />
            </dt>
            <dd className="max-w-3xl text-muted">{severityCriteria[severity]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
