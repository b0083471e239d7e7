import Link from "next/link";
import type { FindingIncident } from "@/lib/incidents/incidents-of-findings";

/** The incident that a finding belongs to. */
export function IncidentLink({ incident }: { incident: FindingIncident }) {
  return (
    <Link
      href={`/incidents/${incident.reference}`}
      prefetch={false}
      title={incident.title}
      className="rounded-sm font-mono text-text underline underline-offset-2"
    >
      {incident.reference}
      {incident.isOpen ? null : " (ended)"}
    </Link>
  );
}
