"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { AssignIncidentRole, assignIncidentRole } from "@/lib/incidents/assign-role";
import { WithdrawEvidence } from "@/lib/incidents/evidence/evidence-file";
import { withdrawEvidence } from "@/lib/incidents/evidence/withdraw-evidence";
import { JoinIncident, joinIncident } from "@/lib/incidents/join-incident";
import { LeaveIncident, leaveIncident } from "@/lib/incidents/leave-incident";
import { MergeIncidents, mergeIncidents } from "@/lib/incidents/merge-incidents";
import { MoveIncident, moveIncident } from "@/lib/incidents/move-incident";
import { OpenIncident, openIncident } from "@/lib/incidents/open-incident";
import { SetMoments, setMoments } from "@/lib/incidents/set-moments";
import { SuggestIncidents, suggestIncidents } from "@/lib/incidents/suggest-incidents";
import { AddEntry, addEntry } from "@/lib/incidents/timeline/add-entry";
import { CorrectEntry, correctEntry } from "@/lib/incidents/timeline/correct-entry";
import { listEntryRevisions } from "@/lib/incidents/timeline/list-entry-revisions";
import { PinItem, pinItem } from "@/lib/incidents/timeline/pin-item";
import { WithdrawEntry, withdrawEntry } from "@/lib/incidents/timeline/withdraw-entry";
import { UpdateIncident, updateIncident } from "@/lib/incidents/update-incident";

const refresh = () => revalidatePath("/incidents", "layout");

export const openIncidentAction = action("incident.write", OpenIncident, async (ctx, input) => {
  const { id, reference } = await openIncident(ctx, input);
  refresh();
  return { id, reference };
});

export const joinIncidentAction = action("incident.write", JoinIncident, async (ctx, input) => {
  const joined = await joinIncident(ctx, input);
  refresh();
  return joined;
});

export const leaveIncidentAction = action("incident.write", LeaveIncident, async (ctx, input) => {
  const left = await leaveIncident(ctx, input);
  refresh();
  return left;
});

export const updateIncidentAction = action("incident.write", UpdateIncident, async (ctx, input) => {
  await updateIncident(ctx, input);
  refresh();
});

export const moveIncidentAction = action("incident.write", MoveIncident, async (ctx, input) => {
  await moveIncident(ctx, input);
  refresh();
});

export const setMomentsAction = action("incident.write", SetMoments, async (ctx, input) => {
  await setMoments(ctx, input);
  refresh();
});

export const assignIncidentRoleAction = action("incident.write", AssignIncidentRole, async (ctx, input) => {
  await assignIncidentRole(ctx, input);
  refresh();
});

export const mergeIncidentsAction = action("incident.write", MergeIncidents, async (ctx, input) => {
  const { reference } = await mergeIncidents(ctx, input);
  refresh();
  return reference;
});

export const addEntryAction = action("incident.write", AddEntry, async (ctx, input) => {
  await addEntry(ctx, input);
  refresh();
});

export const correctEntryAction = action("incident.write", CorrectEntry, async (ctx, input) => {
  await correctEntry(ctx, input);
  refresh();
});

export const withdrawEntryAction = action("incident.write", WithdrawEntry, async (ctx, input) => {
  await withdrawEntry(ctx, input);
  refresh();
});

export const withdrawEvidenceAction = action("incident.write", WithdrawEvidence, async (ctx, input) => {
  await withdrawEvidence(ctx, input);
  refresh();
});

export const pinItemAction = action("incident.write", PinItem, async (ctx, input) => {
  await pinItem(ctx, input);
  refresh();
});

export const listEntryRevisionsAction = action("incident.read", z.object({ id: z.uuid() }), (ctx, { id }) =>
  listEntryRevisions(ctx, id),
);

/** Open incidents for a choice, the likeliest for the findings first: by a part of the reference or title. */
export const suggestIncidentsAction = action("incident.read", SuggestIncidents, suggestIncidents);
