"use client";
import { useRouter } from "next/navigation";
import { type MouseEvent, useCallback, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import type { Assignee } from "@/lib/findings/triage/assign-findings";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { FindingIncidents } from "@/lib/incidents/incidents-of-findings";
import { ActBar } from "./act-bar";
import { DetailPane } from "./detail-pane";
import { FindingRow } from "./finding-row";
import { IncidentDialog } from "./incident-dialog";
import { KeyHelp } from "./key-help";
import { SuppressDialog } from "./suppress-dialog";
import type { TriageRequest, Viewer } from "./triage-acts";
import { useShownRows } from "./use-shown-rows";
import { useTriage } from "./use-triage";
import { type TriageKey, useTriageKeys } from "./use-triage-keys";

type Props = {
  rows: readonly TriageRow[];
  incidents: FindingIncidents;
  assignees: readonly Assignee[];
  viewer: Viewer;
  mayAct: boolean;
  /** Open incidents and join them. */
  mayGather: boolean;
};

/** Beside the list there is room for the finding that somebody is at. */
const wide = "(min-width: 80rem)";

function listenToWidth(listener: () => void): () => void {
  const query = matchMedia(wide);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
const isWide = () => matchMedia(wide).matches;

/** The findings of a page, worked through by keyboard or pointer. */
export function TriageList({ rows, incidents, assignees, viewer, mayAct, mayGather }: Props) {
  const { shown, waiting, left, renew } = useShownRows(rows);
  const { known, act } = useTriage(viewer);
  const listed = shown.map(({ row, hasLeft }) => ({ row: known(row), hasLeft }));
  const [activeId, setActiveId] = useState(rows[0]?.id);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [toSuppress, setToSuppress] = useState<readonly TriageRow[]>([]);
  const [toGather, setToGather] = useState<readonly TriageRow[]>([]);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const router = useRouter();
  const hasRoom = useSyncExternalStore(listenToWidth, isWide, () => false);

  const active = listed.find(({ row }) => row.id === activeId)?.row ?? listed[0]?.row;
  const chosen = listed.flatMap(({ row }) => (selected.has(row.id) ? row : []));
  const targets = chosen.length > 0 ? chosen : active ? [active] : [];
  const request = (wanted: TriageRequest) => {
    act(targets, wanted);
    setSelected(new Set());
  };
  const suppress = (which: readonly TriageRow[]) =>
    setToSuppress(which.filter(({ status }) => status === "new" || status === "in_progress"));
  const toggle = useCallback((id: string) => {
    setSelected((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const move = (step: 1 | -1) => {
    const index = listed.findIndex(({ row }) => row.id === active?.id);
    const next = listed[Math.min(Math.max(index + step, 0), listed.length - 1)]?.row;
    if (!next) return;
    setActiveId(next.id);
    // The focus goes along, so that a screen reader reads it and Enter opens it.
    list.current?.querySelector<HTMLElement>(`[data-finding="${next.id}"] a`)?.focus();
  };
  useTriageKeys((key: TriageKey) => {
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    if (key === "?") return setIsHelpOpen(true);
    if (key === "Escape") return setSelected(new Set());
    if (key === "/") return document.querySelector<HTMLElement>("[name=q]")?.focus();
    if (!mayAct || !active) return;
    if (key === "x") return toggle(active.id);
    if (key === "a") return request({ verb: "acknowledge" });
    if (key === "m") return request({ verb: "assign", to: viewer });
    if (key === "r") return request({ verb: "resolve" });
    if (key === "s") return suppress(targets);
    if (key === "i") return mayGather ? setToGather(targets) : undefined;
    const comment = document.querySelector<HTMLElement>("[data-comment]");
    if (comment?.checkVisibility()) comment.focus();
    else router.push(`/findings/${active.id}`);
  });
  const open = (id: string) => (event: MouseEvent) => {
    // Enter and a click for a new tab go to its page; a plain click shows it beside the list, where there is room.
    const isPlain = event.detail > 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!isPlain || !hasRoom) return;
    event.preventDefault();
    setActiveId(id);
  };
  const acts = (of: readonly TriageRow[]) => (
    <ActBar
      rows={of}
      assignees={assignees}
      onAct={(wanted) => {
        act(of, wanted);
        setSelected(new Set());
      }}
      onSuppress={() => suppress(of)}
      onIncident={mayGather ? () => setToGather(of) : undefined}
    />
  );
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
      <div className="grid grid-cols-1 gap-2">
        <div role="toolbar" aria-label="Selection" className="flex min-h-8 flex-wrap items-center gap-2 text-table">
          {mayAct ? (
            <Button
              size="sm"
              onClick={() => setSelected(chosen.length > 0 ? new Set() : new Set(listed.map(({ row }) => row.id)))}
            >
              {chosen.length > 0 ? "Select none" : "Select all here"}
            </Button>
          ) : null}
          {chosen.length > 0 ? (
            <>
              <span role="status">{chosen.length} selected</span>
              {acts(chosen)}
            </>
          ) : null}
          <span className="grow" />
          {waiting > 0 || left > 0 ? (
            <Button size="sm" onClick={renew}>
              {waiting > 0 ? `Show ${waiting} new` : `Take away ${left} that left`}
            </Button>
          ) : null}
          <Button size="sm" variant="ghost" onClick={() => setIsHelpOpen(true)}>
            Keys <kbd className="font-mono">?</kbd>
          </Button>
        </div>
        <ul ref={list} aria-label="Findings" className="rounded-lg border border-line bg-surface">
          {listed.map(({ row, hasLeft }) => (
            <FindingRow
              key={row.id}
              row={row}
              incident={incidents[row.id]}
              isActive={row.id === active?.id}
              isSelected={selected.has(row.id)}
              hasLeft={hasLeft}
              onOpen={open(row.id)}
              onFocus={() => setActiveId(row.id)}
              {...(mayAct ? { onToggle: () => toggle(row.id) } : {})}
            />
          ))}
        </ul>
      </div>
      {active && hasRoom ? (
        <DetailPane row={active} incident={incidents[active.id]} mayWrite={mayAct} acts={acts([active])} />
      ) : null}
      <SuppressDialog
        rows={toSuppress}
        onClose={() => setToSuppress([])}
        onSuppress={(reason, until) => {
          act(toSuppress, { verb: "suppress", reason, until });
          setSelected(new Set());
        }}
      />
      <IncidentDialog
        rows={toGather}
        incidents={incidents}
        onClose={() => setToGather([])}
        onDone={() => {
          setSelected(new Set());
          router.refresh();
        }}
      />
      <KeyHelp isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} mayAct={mayAct} />
    </div>
  );
}
