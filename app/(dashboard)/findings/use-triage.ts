"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useToast } from "@/components/ui/toast";
import { afterAct } from "@/lib/findings/triage/after-act";
import type { ItemResult } from "@/lib/findings/triage/change-findings";
import type { TriageRow } from "@/lib/findings/triage/list-triage";
import {
  doneWords,
  type Outcome,
  predictedAct,
  sendAct,
  type TriageRequest,
  undoAct,
  type Viewer,
} from "./triage-acts";

/** What this browser knows better than the page: an act that is on its way, or that the page has not been drawn after yet. */
type Ahead = Pick<TriageRow, "status" | "assigneeId" | "assignee" | "version">;

/** Rows as they will stand; one act after the other is sent, each with the version that the one before left. */
export function useTriage(viewer: Viewer) {
  const [ahead, setAhead] = useState<ReadonlyMap<string, Ahead>>(new Map());
  const latest = useRef(new Map<string, Ahead>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const toast = useToast();
  const router = useRouter();

  const known = (row: TriageRow): TriageRow => merged(row, ahead.get(row.id));

  const put = (changes: Iterable<[string, Ahead | null]>) => {
    for (const [id, change] of changes) {
      if (change) latest.current.set(id, change);
      else latest.current.delete(id);
    }
    setAhead(new Map(latest.current));
  };

  const settle = (results: readonly ItemResult[]) => {
    put(
      results.map((result): [string, Ahead | null] => {
        if (result.ok) return [result.id, standingOf(result)];
        return [result.id, "standing" in result ? standingOf(result.standing) : null];
      }),
    );
  };

  const act = (chosen: readonly TriageRow[], request: TriageRequest) => {
    const before = new Map(chosen.map((row) => [row.id, merged(row, latest.current.get(row.id))]));
    const predictions = [...before.values()].flatMap((row): [string, Ahead][] => {
      const next = predict(row, request, viewer);
      return next ? [[row.id, next]] : [];
    });
    if (predictions.length === 0) return;
    put(predictions);
    const ids = predictions.map(([id]) => id);
    const restore = () => put(ids.map((id): [string, Ahead] => [id, before.get(id) as Ahead]));
    queue.current = queue.current.then(async () => {
      const seen = ids.map((id) => ({ id, version: latest.current.get(id)?.version ?? 0 }));
      const result = await sendAct(request, seen).catch(() => null);
      if (!result?.ok) {
        restore();
        toast({ tone: "bad", title: result?.error.message ?? "The server cannot be reached. Nothing was changed." });
        return;
      }
      settle(result.value.results);
      tell(request, result.value, before);
    });
  };

  const tell = (request: TriageRequest, outcome: Outcome, before: ReadonlyMap<string, TriageRow>) => {
    const count = outcome.results.filter(({ ok }) => ok).length;
    const [refused] = outcome.results.filter((result) => !result.ok);
    if (refused && !refused.ok) {
      const others = outcome.results.length - count - 1;
      toast({
        tone: "bad",
        title: `${refused.message}${others > 0 ? ` ${others} more were left as they are too.` : ""}`,
      });
      router.refresh();
    }
    if (count === 0) return;
    const onAct = () => {
      queue.current = queue.current.then(async () => {
        const undone = await undoAct(request, outcome, before).catch(() => null);
        if (!undone?.ok) {
          toast({ tone: "bad", title: undone?.error.message ?? "The server cannot be reached. It was not undone." });
          return;
        }
        settle(undone.value.results);
        // A suppression that was taken away says nothing of its findings: the page does.
        if (request.verb === "suppress") put([...before.keys()].map((id): [string, null] => [id, null]));
        router.refresh();
      });
    };
    toast({ title: doneWords(request.verb, count), act: { label: "Undo", onAct } });
  };

  return { known, act };
}

const standingOf = ({ status, assigneeId, assignee, version }: Ahead): Ahead => ({
  status,
  assigneeId,
  assignee,
  version,
});

/** The page's row, unless this browser knows a later version. */
function merged(row: TriageRow, ahead: Ahead | undefined): TriageRow {
  return ahead && ahead.version >= row.version ? { ...row, ...ahead } : row;
}

/** What an act will make of a row; null where its status does not allow it. */
function predict(row: TriageRow, request: TriageRequest, viewer: Viewer): Ahead | null {
  const state = {
    ...{ status: row.status, assigneeId: row.assigneeId, suppressionId: row.suppression?.id ?? null },
    ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, endedAt: null },
  };
  const next = afterAct(state, predictedAct(request, viewer), new Date());
  if (!next) return null;
  const isNamed = next.assigneeId === row.assigneeId;
  const assignee = isNamed ? row.assignee : request.verb === "assign" ? (request.to?.name ?? null) : viewer.name;
  return { status: next.status, assigneeId: next.assigneeId, assignee, version: row.version };
}
