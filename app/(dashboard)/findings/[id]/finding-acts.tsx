"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Assignee } from "@/lib/findings/triage/assign-findings";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { FindingIncidents } from "@/lib/incidents/incidents-of-findings";
import { ActBar } from "../act-bar";
import { FindingStatus } from "../finding-status";
import { IncidentDialog } from "../incident-dialog";
import { IncidentLink } from "../incident-link";
import { SuppressDialog } from "../suppress-dialog";
import type { Viewer } from "../triage-acts";
import { useTriage } from "../use-triage";
import { type TriageKey, useTriageKeys } from "../use-triage-keys";

type Props = {
  row: TriageRow;
  incidents: FindingIncidents;
  assignees: readonly Assignee[];
  viewer: Viewer;
  mayAct: boolean;
  mayGather: boolean;
};

/** How one finding stands and what can be done with it, by the same keys as in the list. */
export function FindingActs({ row, incidents, assignees, viewer, mayAct, mayGather }: Props) {
  const { known, act } = useTriage(viewer);
  const [isSuppressing, setIsSuppressing] = useState(false);
  const finding = known(row);
  const [isGathering, setIsGathering] = useState(false);
  const router = useRouter();
  const incident = incidents[row.id];
  const mayHold = finding.status === "new" || finding.status === "in_progress";
  useTriageKeys((key: TriageKey) => {
    if (!mayAct) return;
    if (key === "a") act([finding], { verb: "acknowledge" });
    if (key === "m") act([finding], { verb: "assign", to: viewer });
    if (key === "r") act([finding], { verb: "resolve" });
    if (key === "s" && mayHold) setIsSuppressing(true);
    if (key === "i" && mayGather) setIsGathering(true);
    if (key === "c") document.querySelector<HTMLElement>("[data-comment]")?.focus();
  });
  return (
    <div role="toolbar" aria-label="Acts" className="flex flex-wrap items-center gap-2">
      <FindingStatus status={finding.status} />
      {incident ? <IncidentLink incident={incident} /> : null}
      {mayAct ? (
        <ActBar
          rows={[finding]}
          assignees={assignees}
          onAct={(request) => act([finding], request)}
          onSuppress={() => setIsSuppressing(true)}
          onIncident={mayGather ? () => setIsGathering(true) : undefined}
        />
      ) : finding.assignee ? (
        <span className="text-table">{finding.assignee}</span>
      ) : null}
      <IncidentDialog
        rows={isGathering ? [finding] : []}
        incidents={incidents}
        onClose={() => setIsGathering(false)}
        onDone={() => router.refresh()}
      />
      <SuppressDialog
        rows={isSuppressing ? [finding] : []}
        onClose={() => setIsSuppressing(false)}
        onSuppress={(reason, until) => act([finding], { verb: "suppress", reason, until })}
      />
    </div>
  );
}
