import Link from "next/link";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { Time } from "@/components/ui/time";
import { durationLabels, durationNames } from "@/lib/incidents/durations";
import type { IncidentDetail } from "@/lib/incidents/get-incident";
import { incidentKindLabels, incidentRoleLabels } from "@/lib/incidents/incident-choices";
import { incidentMomentNames, momentLabels } from "@/lib/incidents/moments";
import { IncidentSeverityMark } from "../incident-marks";
import { PlainText } from "../plain-text";
import { durationWords } from "./span-words";
import { WhenText } from "./when-text";

/** The head of the page: what it is, when it went through what, and how long that took. */
export function IncidentFacts({ detail }: { detail: IncidentDetail }) {
  const { incident, people, moments, durations, findings, merged } = detail;
  const facts: (Fact | null)[] = [
    { label: "Severity", value: <IncidentSeverityMark severity={incident.severity} /> },
    { label: "Kind", value: incidentKindLabels[incident.kind] },
    ...(people.some(({ role }) => role === "lead") ? [] : [{ label: "Lead", value: "nobody" }]),
    ...people.map(({ role, userId, name }) => ({
      label: incidentRoleLabels[role],
      value: <span key={userId}>{name}</span>,
    })),
    { label: "Opened", value: <Time at={incident.createdAt} form="absolute" /> },
    { label: "By", value: incident.openedBy },
    { label: "Findings", value: String(findings.length) },
    merged.length > 0
      ? {
          label: "Merged into it",
          value: merged.map(({ reference }) => (
            <Link key={reference} href={`/incidents/${reference}`} className="mr-2 underline underline-offset-2">
              {reference}
            </Link>
          )),
        }
      : null,
  ];
  return (
    <>
      <FactList facts={mergeSameLabels(facts)} />
      <section aria-label="Durations">
        <FactList
          facts={durationNames.map((name) => ({ label: durationLabels[name], value: durationWords(durations[name]) }))}
        />
      </section>
      <section aria-label="Moments" className="rounded-lg border border-line bg-surface p-4">
        <dl className="grid gap-x-6 gap-y-2">
          {incidentMomentNames.map((name) => {
            const row = moments.find(({ moment }) => moment === name);
            return (
              <div key={name} className="grid gap-x-4 sm:grid-cols-[10rem_1fr]">
                <dt className="text-muted text-table">{momentLabels[name]}</dt>
                <dd className="min-w-0 text-table">
                  {row ? (
                    <>
                      <WhenText when={row.value} />
                      <span className="text-muted">
                        {" · "}
                        <PlainText>{row.source}</PlainText>
                      </span>
                    </>
                  ) : (
                    <span className="text-muted">unknown</span>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      </section>
    </>
  );
}

/** Several people of one role stand under its one name. */
function mergeSameLabels(facts: readonly (Fact | null)[]): Fact[] {
  const byLabel = new Map<string, Fact>();
  for (const fact of facts) {
    if (!fact) continue;
    const known = byLabel.get(fact.label);
    const value = known ? (
      <>
        {known.value}, {fact.value}
      </>
    ) : (
      fact.value
    );
    byLabel.set(fact.label, { label: fact.label, value });
  }
  return [...byLabel.values()];
}
