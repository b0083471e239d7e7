import type { ActionResult } from "@/app/action";
import type { TriageAct } from "@/lib/findings/triage/after-act";
import type { ItemResult } from "@/lib/findings/triage/change-findings";
import {
  acknowledgeFindingsAction,
  assignFindingsAction,
  releaseFindingsAction,
  reopenFindingsAction,
  resolveFindingsAction,
  revokeSuppressionsAction,
  suppressFindingsAction,
} from "./actions";

type Seen = { id: string; version: number };
export type Viewer = { id: string; name: string };

/** What a person asks for, of the findings that are chosen. */
export type TriageRequest =
  | { verb: "acknowledge" | "release" | "reopen" }
  | { verb: "assign"; to: Viewer | null }
  | { verb: "suppress"; reason: string; until: Date }
  | { verb: "resolve"; note?: string };

export type Outcome = { results: ItemResult[]; suppressionIds?: string[] };

/** Asks the server for it. */
export async function sendAct(request: TriageRequest, seen: Seen[]): Promise<ActionResult<Outcome>> {
  switch (request.verb) {
    case "acknowledge":
      return asOutcome(await acknowledgeFindingsAction({ seen }));
    case "release":
      return asOutcome(await releaseFindingsAction({ seen }));
    case "reopen":
      return asOutcome(await reopenFindingsAction({ seen }));
    case "assign":
      return asOutcome(await assignFindingsAction({ seen, assigneeId: request.to?.id ?? null }));
    case "resolve":
      return asOutcome(await resolveFindingsAction({ seen, note: request.note }));
    case "suppress":
      return suppressFindingsAction({ seen, reason: request.reason, until: request.until });
  }
}

function asOutcome(result: ActionResult<ItemResult[]>): ActionResult<Outcome> {
  return result.ok ? { ok: true, value: { results: result.value } } : result;
}

/** The act of lib that tells what will be, before the server has answered. */
export function predictedAct(request: TriageRequest, viewer: Viewer): TriageAct {
  switch (request.verb) {
    case "acknowledge":
      return { kind: "acknowledge", by: viewer.id };
    case "assign":
      return { kind: "assign", to: request.to?.id ?? null };
    case "suppress":
      return { kind: "suppress", suppressionId: "to come" };
    default:
      return { kind: request.verb };
  }
}

type Before = { id: string; assigneeId: string | null; assignee: string | null };

/** What takes an act back: asked of the server, with the versions that the act left. Null where nothing does. */
export async function undoAct(
  request: TriageRequest,
  outcome: Outcome,
  before: ReadonlyMap<string, Before>,
): Promise<ActionResult<Outcome>> {
  const seen = outcome.results.flatMap((result) => (result.ok ? [{ id: result.id, version: result.version }] : []));
  switch (request.verb) {
    case "acknowledge":
      return sendAct({ verb: "release" }, seen);
    case "release":
      return sendAct({ verb: "acknowledge" }, seen);
    case "resolve":
      return sendAct({ verb: "reopen" }, seen);
    case "reopen":
      return sendAct({ verb: "resolve" }, seen);
    case "suppress": {
      const revoked = await revokeSuppressionsAction({ ids: outcome.suppressionIds ?? [] });
      return revoked.ok ? { ok: true, value: { results: [] } } : revoked;
    }
    case "assign":
      return undoAssign(seen, before);
  }
}

/** Each to whom it was before. */
async function undoAssign(seen: Seen[], before: ReadonlyMap<string, Before>): Promise<ActionResult<Outcome>> {
  const results: ItemResult[] = [];
  for (const assigneeId of new Set(seen.map(({ id }) => before.get(id)?.assigneeId ?? null))) {
    const theirs = seen.filter(({ id }) => (before.get(id)?.assigneeId ?? null) === assigneeId);
    const result = await assignFindingsAction({ seen: theirs, assigneeId });
    if (!result.ok) return result;
    results.push(...result.value);
  }
  return { ok: true, value: { results } };
}

const done: Record<TriageRequest["verb"], string> = {
  acknowledge: "acknowledged",
  release: "given back",
  reopen: "opened again",
  assign: "assigned",
  suppress: "suppressed",
  resolve: "resolved",
};

/** "3 findings acknowledged" */
export const doneWords = (verb: TriageRequest["verb"], count: number): string =>
  `${count === 1 ? "Finding" : `${count} findings`} ${done[verb]}`;
