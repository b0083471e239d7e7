import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Duration } from "@/components/ui/duration";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { PageHeader } from "@/components/ui/page-header";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { type Severity, SeverityMark } from "@/components/ui/severity-mark";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import { listAssignees } from "@/lib/findings/triage/assign-findings";
import { getFindingDetail } from "@/lib/findings/triage/get-finding-detail";
import { getTriageRow } from "@/lib/findings/triage/list-triage";
import { serializeFleetFilter } from "@/lib/fleet/filter";
import { incidentsOfFindings } from "@/lib/incidents/incidents-of-findings";
import { EvidenceView } from "../evidence-view";
import { Comments, History, WhatToDo } from "../finding-detail";
import { CollapseFigures } from "./collapse-figures";
import { FindingActs } from "./finding-acts";
import { FindingChart } from "./finding-chart";
import { loadFinding } from "./load-finding";

export const metadata: Metadata = { title: "Finding" };

export default async function FindingPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireCtx();
  const found = await loadFinding(ctx, (await params).id).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === "not_found") notFound();
    throw error;
  });
  const { finding, evidence, filter, timeline, marks } = found;
  const [row, detail, assignees, incidents] = await Promise.all([
    getTriageRow(ctx, finding.id),
    getFindingDetail(ctx, finding.id),
    listAssignees(ctx),
    incidentsOfFindings(ctx, [finding.id]),
  ]);
  const mayAct = may(ctx.actor, "finding.write");
  const facts: Fact[] = [
    // The database holds these five words and no others.
    { label: "Severity", value: <SeverityMark severity={finding.severity as Severity} /> },
    { label: "Began", value: <Time at={finding.startedAt} form="absolute" /> },
    { label: "Ended", value: finding.endedAt ? <Time at={finding.endedAt} form="absolute" /> : "not yet" },
    { label: "Lasted", value: <Duration from={finding.startedAt} to={finding.endedAt} /> },
    { label: "Found after", value: <Duration from={finding.startedAt} to={finding.detectedAt} /> },
    { label: "Confidence", value: `${Math.round(finding.confidence * 100)} %` },
    { label: "Rule", value: <code className="font-mono">{finding.rule}</code> },
  ];
  return (
    <>
      <PageHeader
        title={<bdi>{finding.title}</bdi>}
        acts={
          <FindingActs
            row={row}
            incidents={incidents}
            assignees={assignees}
            viewer={{ id: ctx.actor.id, name: ctx.actor.name }}
            mayAct={mayAct}
            mayGather={may(ctx.actor, "incident.write")}
          />
        }
      >
        {finding.summary}
      </PageHeader>
      <FactList facts={facts} />
      {row.status === "suppressed" && row.suppression ? (
        <p className="text-muted">
          Suppressed until <Time at={row.suppression.until} form="absolute" />: <bdi>{row.suppression.reason}</bdi>
        </p>
      ) : null}
      <section aria-label="Why did this fire" className="@container grid gap-3">
        <h2 className="font-semibold text-body">Why did this fire</h2>
        {evidence ? (
          <CollapseFigures evidence={evidence} filter={filter} />
        ) : (
          <EvidenceView evidence={finding.evidence} />
        )}
      </section>
      {timeline ? (
        <FindingChart timeline={timeline} marks={marks} query={serializeFleetFilter(filter ?? {}).toString()} />
      ) : null}
      <div className="grid gap-x-10 gap-y-6 md:grid-cols-2 xl:grid-cols-3">
        <Part title="What to do">
          <WhatToDo guide={detail.guide} />
        </Part>
        <Part title="Comments">
          <Comments findingId={finding.id} comments={detail.comments} mayWrite={mayAct} />
        </Part>
        <Part title="History">
          <History history={detail.history} />
        </Part>
      </div>
      {evidence ? null : <RawEvidence evidence={finding.evidence} />}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid content-start gap-3">
      <h2 className="font-semibold text-body">{title}</h2>
      {children}
    </section>
  );
}

function RawEvidence({ evidence }: { evidence: unknown }) {
  return (
    <details className="rounded-lg border border-line bg-surface p-4">
      <summary className="cursor-pointer text-table">Evidence as it was recorded</summary>
      <ScrollRegion label="Evidence" className="mt-3">
        <pre className="font-mono text-caption">{JSON.stringify(evidence, null, 2)}</pre>
      </ScrollRegion>
    </details>
  );
}
