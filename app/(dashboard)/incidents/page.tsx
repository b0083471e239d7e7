import type { Metadata } from "next";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChoice, FilterForm, FilterText } from "@/components/ui/filter-form";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { incidentKindLabels, incidentKinds, incidentSeverities, stateLabels } from "@/lib/incidents/incident-choices";
import { listIncidents } from "@/lib/incidents/list-incidents";
import { Pager } from "../pager";
import { IncidentsTable } from "./incidents-table";
import { OpenIncidentDialog } from "./open-incident-dialog";
import { parseIncidentSearch, type Search, shownStates } from "./parse-incident-search";
import { SeverityCriteria } from "./severity-criteria";

export const metadata: Metadata = { title: "Incidents" };

const states = shownStates.map((state) => {
  const label = state === "open" ? "open ones" : state === "all" ? "all" : stateLabels[state];
  return [state, label] as const;
});

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireCtx();
  const { shown, address, state, severity } = parseIncidentSearch(await searchParams);
  const { text, kind, cursor } = address;
  const { items, next } = await listIncidents(ctx, {
    ...{ text, kind, cursor, state },
    severity: severity && [severity],
  });
  const mayWrite = may(ctx.actor, "incident.write");
  const isFiltered = shown !== "open" || severity || kind || text;
  return (
    <>
      <PageHeader title="Incidents" acts={mayWrite ? <OpenIncidentDialog /> : undefined}>
        What is being worked on and what was: how bad, how far, who leads, and its story.
      </PageHeader>
      <FilterForm>
        <FilterText label="Search" name="text" value={text} placeholder="reference or title" />
        <FilterChoice label="State" name="state" value={shown} options={states} anything={null} />
        <FilterChoice
          label="Severity"
          name="severity"
          value={severity}
          options={incidentSeverities.map((each) => [each, `SEV ${each}`] as const)}
        />
        <FilterChoice
          label="Kind"
          name="kind"
          value={kind}
          options={incidentKinds.map((each) => [each, incidentKindLabels[each]] as const)}
        />
      </FilterForm>
      {items.length > 0 ? (
        <IncidentsTable incidents={items} />
      ) : (
        <EmptyState title={isFiltered ? "No such incident" : "No open incident"}>
          {isFiltered
            ? "None fits this filter. Choose another state, or all."
            : `Nobody has to work on one. ${mayWrite ? "Open one here, or from a finding." : "Responders open them."}`}
        </EmptyState>
      )}
      <Pager path="/incidents" search={address} next={next} />
      <SeverityCriteria />
    </>
  );
}
