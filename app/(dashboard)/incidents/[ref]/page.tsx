import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { listEvidence } from "@/lib/incidents/evidence/list-evidence";
import type { IncidentDetail } from "@/lib/incidents/get-incident";
import { isOpenState } from "@/lib/incidents/incident-choices";
import { listCandidates } from "@/lib/incidents/list-candidates";
import { listTimelineSources, readTimeline } from "@/lib/incidents/timeline/read-timeline";
import { findIncident } from "../../find-record";
import { IncidentStateBadge, TlpBadge } from "../incident-marks";
import { PlainText } from "../plain-text";
import { SeverityCriteria } from "../severity-criteria";
import { EditIncidentDialog } from "./edit-incident-dialog";
import { EvidenceNames } from "./evidence-names";
import { EvidenceSection } from "./evidence-section";
import { IncidentChartSection } from "./incident-chart-section";
import { IncidentFacts } from "./incident-facts";
import { IncidentFindings } from "./incident-findings";
import { JoinDialog } from "./join-dialog";
import { MergeDialog } from "./merge-dialog";
import { MomentDialog } from "./moment-dialog";
import { MoveDialog } from "./move-dialog";
import { parseTimelineSearch, type Search } from "./parse-timeline-search";
import { PeopleDialog } from "./people-dialog";
import { ResponseSection } from "./response/response-section";
import { Timeline } from "./timeline";
import { TimelineFilters } from "./timeline-filters";
import { TimelinePager } from "./timeline-pager";

export const metadata: Metadata = { title: "Incident" };

type Props = { params: Promise<{ ref: string }>; searchParams: Promise<Search> };

export default async function IncidentPage({ params, searchParams }: Props) {
  const ctx = await requireCtx();
  const { query, address, isFiltered, chosen } = parseTimelineSearch(await searchParams);
  const detail = await findIncident(ctx, (await params).ref).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === "not_found") notFound();
    throw error;
  });
  const { incident, findings, mergedInto } = detail;
  const incidentId = incident.id;
  const [{ items, next }, sources, evidence] = await Promise.all([
    readTimeline(ctx, { incidentId, ...query }),
    listTimelineSources(ctx, incidentId),
    listEvidence(ctx, incidentId),
  ]);
  const mayWrite = may(ctx.actor, "incident.write") && !mergedInto;
  return (
    <>
      <PageHeader
        acts={mayWrite ? <Acts ctx={ctx} detail={detail} /> : undefined}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-mono text-muted">{incident.reference}</span>
            <PlainText>{incident.title}</PlainText>
            <IncidentStateBadge state={incident.state} />
            <TlpBadge tlp={incident.tlp} />
          </span>
        }
      >
        <span className="whitespace-pre-wrap">
          {incident.summary ? <PlainText>{incident.summary}</PlainText> : "No summary yet."}
        </span>
      </PageHeader>
      {mergedInto ? (
        <p className="rounded-md border border-line bg-sunken p-3">
          It was merged into{" "}
          <Link href={`/incidents/${mergedInto.reference}`} className="underline underline-offset-2">
            {mergedInto.reference}
          </Link>
          , where it goes on.
        </p>
      ) : null}
      <IncidentFacts detail={detail} />
      <IncidentFindings findings={findings} />
      <Suspense fallback={<Skeleton className="h-48 w-full" />}>
        <ResponseSection ctx={ctx} incident={incident} mayWrite={mayWrite} />
      </Suspense>
      <h2 className="font-semibold text-body">Timeline</h2>
      <Suspense fallback={<Skeleton className="h-96 w-full" />}>
        <IncidentChartSection ctx={ctx} detail={detail} chosen={chosen} />
      </Suspense>
      <TimelineFilters search={address} sources={sources} />
      <EvidenceNames files={evidence.map(({ id, name }) => [id, name])}>
        <Timeline incidentId={incidentId} items={items} mayWrite={mayWrite} isFiltered={isFiltered} />
      </EvidenceNames>
      <TimelinePager path={`/incidents/${incident.reference}`} search={address} next={next} />
      <EvidenceSection
        incidentId={incidentId}
        files={evidence}
        mayWrite={mayWrite}
        mayRead={may(ctx.actor, "incident.read-evidence")}
      />
      <SeverityCriteria />
    </>
  );
}

async function Acts({ ctx, detail }: { ctx: Ctx; detail: IncidentDetail }) {
  const { incident, moments, people } = detail;
  return (
    <div className="flex flex-wrap gap-2">
      <MoveDialog incident={incident} />
      <MomentDialog incident={incident} moments={moments} />
      <EditIncidentDialog incident={incident} />
      <PeopleDialog incident={incident} people={people} candidates={await listCandidates(ctx)} />
      {isOpenState(incident.state) ? (
        <>
          <JoinDialog incident={incident} />
          <MergeDialog incident={incident} />
        </>
      ) : null}
    </div>
  );
}
