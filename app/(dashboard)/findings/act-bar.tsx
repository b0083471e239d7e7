"use client";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { isAllowed, type TriageVerb } from "@/lib/findings/triage/after-act";
import type { Assignee } from "@/lib/findings/triage/assign-findings";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { TriageRequest } from "./triage-acts";

type Props = {
  rows: readonly TriageRow[];
  assignees: readonly Assignee[];
  onAct: (request: TriageRequest) => void;
  onSuppress: () => void;
  /** Absent for whoever may not write incidents. */
  onIncident?: (() => void) | undefined;
};

/** What can be done with these findings; an act that none of them allows is not there. */
export function ActBar({ rows, assignees, onAct, onSuppress, onIncident }: Props) {
  const may = (verb: TriageVerb) => rows.some(({ status }) => isAllowed(verb, status));
  const [first] = rows;
  const holder =
    first && rows.every(({ assigneeId }) => assigneeId === first.assigneeId) ? first.assigneeId : undefined;
  return (
    <>
      {may("acknowledge") ? (
        <Button size="sm" variant="primary" title="a" onClick={() => onAct({ verb: "acknowledge" })}>
          Acknowledge
        </Button>
      ) : null}
      {may("suppress") ? (
        <Button size="sm" title="s" onClick={onSuppress}>
          Suppress…
        </Button>
      ) : null}
      {onIncident ? (
        <Button size="sm" title="i" onClick={onIncident}>
          Incident…
        </Button>
      ) : null}
      {may("resolve") ? (
        <Button size="sm" title="r" onClick={() => onAct({ verb: "resolve" })}>
          Resolve
        </Button>
      ) : null}
      {may("reopen") ? (
        <Button size="sm" onClick={() => onAct({ verb: "reopen" })}>
          Open again
        </Button>
      ) : null}
      {may("assign") ? (
        <Select
          aria-label="Assign to"
          className="max-w-44"
          value={holder === undefined ? "" : (holder ?? "nobody")}
          onChange={({ target }) => {
            const to = assignees.find(({ id }) => id === target.value) ?? null;
            if (to || target.value === "nobody") onAct({ verb: "assign", to });
          }}
        >
          {holder === undefined ? <option value="">Assign to…</option> : null}
          <option value="nobody">Nobody’s</option>
          {holder && !assignees.some(({ id }) => id === holder) ? (
            <option value={holder}>{first?.assignee ?? "Somebody who left"}</option>
          ) : null}
          {assignees.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      ) : null}
    </>
  );
}
