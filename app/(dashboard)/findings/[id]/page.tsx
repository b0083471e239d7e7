import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Duration } from "@/components/ui/duration";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { PageHeader } from "@/components/ui/page-header";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { type Severity, SeverityMark } from "@/components/ui/severity-mark";
import { Time } from "@/components/ui/time";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import { serializeFleetFilter } from "@/lib/fleet/filter";
import { FindingStatus } from "../finding-status";
import { CollapseFigures } from "./collapse-figures";
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
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {finding.title}
            <FindingStatus status={finding.status} />
          </span>
        }
      >
        {finding.summary}
      </PageHeader>
      <FactList facts={facts} />
      {evidence ? <CollapseFigures evidence={evidence} filter={filter} /> : <RawEvidence evidence={finding.evidence} />}
      {timeline ? (
        <FindingChart timeline={timeline} marks={marks} query={serializeFleetFilter(filter ?? {}).toString()} />
      ) : null}
    </>
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
