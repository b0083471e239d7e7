import Link from "next/link";
import type { MouseEvent } from "react";
import { Count } from "@/components/ui/count";
import { SeverityMark } from "@/components/ui/severity-mark";
import { Time } from "@/components/ui/time";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { FindingIncident } from "@/lib/incidents/incidents-of-findings";
import { FindingStatus } from "./finding-status";
import { IncidentLink } from "./incident-link";

type Props = {
  row: TriageRow;
  incident: FindingIncident | undefined;
  isActive: boolean;
  isSelected: boolean;
  /** It does not fit the list any more. */
  hasLeft: boolean;
  onOpen: (event: MouseEvent) => void;
  onFocus: () => void;
  /** Absent for whoever may not act. */
  onToggle?: () => void;
};

/** One finding of the list: the mark, what it is, whose, since when and how it stands. */
export function FindingRow({ row, incident, isActive, isSelected, hasLeft, onOpen, onFocus, onToggle }: Props) {
  return (
    <li
      data-finding={row.id}
      aria-current={isActive ? "true" : undefined}
      className={`grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 border-line px-3 py-2 not-last:border-b ${isActive ? "bg-sunken shadow-[inset_3px_0_0_var(--focus)]" : "hover:bg-sunken/60"}`}
      onFocus={onFocus}
    >
      <span className="flex h-5 items-center gap-2.5">
        {onToggle ? (
          <input
            type="checkbox"
            className="block size-4 accent-(--inverse)"
            aria-label={`Select ${row.title}`}
            checked={isSelected}
            onChange={onToggle}
          />
        ) : null}
        <SeverityMark severity={row.severity} isShort />
      </span>
      <span className="grid min-w-0 gap-0.5">
        <Link
          href={`/findings/${row.id}`}
          prefetch={false}
          onClick={onOpen}
          className={`block truncate rounded-sm font-medium text-table underline-offset-2 hover:underline max-sm:whitespace-normal ${hasLeft ? "text-muted line-through" : ""}`}
        >
          {row.title}
        </Link>
        <span className="flex min-w-0 flex-wrap gap-x-3 text-caption text-muted">
          <code className="truncate font-mono">{row.rule}</code>
          {row.provider ? <span>{row.provider.name ?? row.provider.key}</span> : null}
          {row.cluster ? <span>{row.cluster}</span> : null}
          {incident ? <IncidentLink incident={incident} /> : null}
          {row.occurrences > 1 ? (
            <span>
              <Count value={row.occurrences} /> times
            </span>
          ) : null}
          {row.assignee ? <span className="font-medium text-text">{row.assignee}</span> : null}
        </span>
      </span>
      <span className="grid justify-items-end gap-0.5">
        <FindingStatus status={row.status} />
        <span className="text-caption text-muted">
          <Time at={row.startedAt} />
        </span>
      </span>
    </li>
  );
}
