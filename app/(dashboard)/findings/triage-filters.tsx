import { X } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { FilterChoice, FilterForm, FilterText } from "@/components/ui/filter-form";
import { findingSources, severities } from "@/lib/findings/finding-choices";
import type { Assignee } from "@/lib/findings/triage/assign-findings";
import { type TriageSearch, triageHref } from "./triage-search";

const severityChoices: readonly (readonly [string, string])[] = [
  ...severities.map((severity) => [severity, severity] as const),
  ["critical,high", "critical and high"],
];
const sourceNames = { fleet: "Fleet", api: "API", cluster: "Clusters", external: "External alerts" } as const;
/** Set from a group or a link, and taken off by itself. */
const chips = { rule: "Detector", provider: "Provider", cluster: "Cluster", fingerprint: "Fingerprint" } as const;

/** The filters of the address. What is beside them in it stays. */
export function TriageFilters({ search, assignees }: { search: TriageSearch; assignees: readonly Assignee[] }) {
  const { show, group, sort } = search;
  const chosen = Object.entries(chips).flatMap(([name, label]) => {
    const value = search[name as keyof typeof chips];
    return value ? [{ name: name as keyof typeof chips, label, value }] : [];
  });
  const kept = Object.entries({
    ...{ show: show === "open" ? undefined : show, group, sort: sort === "severity" ? undefined : sort },
    ...Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
  });
  const people: [string, string][] = [
    ["me", "me"],
    ["none", "nobody"],
    ...assignees.map(({ id, name }): [string, string] => [id, name]),
  ];
  return (
    <div className="grid gap-2">
      {/* Drawn anew with the address: a field that nobody has touched shows what holds. */}
      <FilterForm key={triageHref(search)}>
        {kept.map(([name, value]) => (value ? <input key={name} type="hidden" name={name} value={value} /> : null))}
        <FilterChoice label="Severity" name="severity" value={search.severity} options={severityChoices} />
        <FilterChoice
          label="Source"
          name="source"
          value={search.source}
          options={findingSources.map((source) => [source, sourceNames[source]] as const)}
        />
        <FilterChoice label="Assigned to" name="assignee" value={search.assignee} options={people} anything="anybody" />
        <FilterText label="Text" name="q" value={search.q} placeholder="Title, detector, …" />
      </FilterForm>
      {chosen.length > 0 ? (
        <section aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
          {chosen.map(({ name, label, value }) => (
            <Link
              key={name}
              href={triageHref(search, { [name]: undefined })}
              aria-label={`Remove filter ${label}: ${value}`}
              className={buttonClass({ size: "sm" })}
            >
              <span className="text-muted">{label}</span> <bdi className="max-w-60 truncate">{value}</bdi>
              <X className="size-3" aria-hidden="true" />
            </Link>
          ))}
        </section>
      ) : null}
    </div>
  );
}
