"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Duration } from "@/components/ui/duration";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { CollapseEvidence } from "@/lib/findings/collapse/collapse-evidence";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { FindingIncident } from "@/lib/incidents/incidents-of-findings";
import { CollapseFigures } from "./[id]/collapse-figures";
import { EvidenceView } from "./evidence-view";
import { Comments, History, WhatToDo } from "./finding-detail";
import { FindingStatus } from "./finding-status";
import { IncidentLink } from "./incident-link";
import { useDetail } from "./use-detail";

type Props = { row: TriageRow; incident: FindingIncident | undefined; mayWrite: boolean; acts: ReactNode };

/** The finding that somebody is at, beside the list: why it fired, what to do, what was said and done. */
export function DetailPane({ row, incident, mayWrite, acts }: Props) {
  const { detail, hasFailed, retry } = useDetail(row);
  return (
    <section
      aria-label="Finding"
      className="sticky top-16 grid max-h-[calc(100dvh-5rem)] content-start gap-4 overflow-y-auto rounded-lg border border-line bg-surface p-4"
    >
      <header className="grid gap-2">
        <span className="flex flex-wrap items-center gap-2 text-caption">
          <SeverityMark severity={row.severity} />
          <FindingStatus status={row.status} />
          {incident ? <IncidentLink incident={incident} /> : null}
          <Link href={`/findings/${row.id}`} className={`${buttonClass({ size: "sm", variant: "ghost" })} ml-auto`}>
            Open its page
          </Link>
        </span>
        <h2 className="font-semibold text-body">
          <bdi>{row.title}</bdi>
        </h2>
        <p className="text-muted text-table">
          <bdi>{row.summary}</bdi>
        </p>
        <p className="text-caption text-muted">
          Began <Time at={row.startedAt} form="absolute" />, lasts <Duration from={row.startedAt} to={row.endedAt} />,
          confidence {Math.round(row.confidence * 100)} %
          {row.attack.length > 0 ? <>, ATT&CK {row.attack.join(", ")}</> : null}
        </p>
        {row.status === "suppressed" && row.suppression ? (
          <p className="text-caption text-muted">
            Suppressed until <Time at={row.suppression.until} form="absolute" />: <bdi>{row.suppression.reason}</bdi>
          </p>
        ) : null}
        {mayWrite ? <div className="flex flex-wrap items-center gap-2">{acts}</div> : null}
      </header>
      {hasFailed ? (
        <div role="alert" className="grid justify-items-start gap-2 text-table">
          <p className="text-bad-text">What belongs to it could not be read.</p>
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </div>
      ) : detail ? (
        <>
          <Part title="Why did this fire">
            <Evidence evidence={detail.evidence} />
          </Part>
          <Part title="What to do">
            <WhatToDo guide={detail.guide} />
          </Part>
          <Part title="Comments">
            <Comments key={row.id} findingId={row.id} comments={detail.comments} mayWrite={mayWrite} />
          </Part>
          <Part title="History">
            <History history={detail.history} />
          </Part>
        </>
      ) : (
        <div role="status" aria-label="Loading" className="grid gap-3">
          <Skeleton className="h-32 w-full" />
          <Skeleton className="h-20 w-full" />
        </div>
      )}
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="@container grid gap-2 border-line border-t pt-3 text-table">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Evidence({ evidence }: { evidence: unknown }) {
  const collapse = CollapseEvidence.safeParse(evidence);
  return collapse.success ? (
    <CollapseFigures evidence={collapse.data} filter={null} />
  ) : (
    <EvidenceView evidence={evidence} />
  );
}
