"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { ChangeInput } from "@/lib/fleet/changes/change";
import { createChange } from "@/lib/fleet/changes/create-change";
import { DeleteChange, deleteChange } from "@/lib/fleet/changes/delete-change";
import { UpdateChange, updateChange } from "@/lib/fleet/changes/update-change";
import { estimatePolicy } from "@/lib/fleet/policy/estimate-policy";
import { PolicyDraft } from "@/lib/fleet/policy/policy";
import { proposePolicy } from "@/lib/fleet/policy/propose-policy";
import { SavePolicy, savePolicy } from "@/lib/fleet/policy/save-policy";
import { WithdrawPolicy, withdrawPolicy } from "@/lib/fleet/policy/withdraw-policy";
import { actInIncident, IncidentReference } from "@/lib/incidents/response/act-in-incident";

const path = "/fleet/policy";

export const estimatePolicyAction = action("policy.read", PolicyDraft, (ctx, draft) => estimatePolicy(ctx, draft));

/** From an incident, if it is named. */
const SaveFrom = SavePolicy.extend({ incident: IncidentReference.optional() });

export const savePolicyAction = action("policy.write", SaveFrom, async (ctx, { incident, ...input }) => {
  const { id } = await savePolicy(incident ? await actInIncident(ctx, incident) : ctx, input);
  revalidatePath(path);
  return id;
});

/** Answers the id of the proposal. */
export const proposePolicyAction = action("policy.write", SaveFrom, async (ctx, { incident, ...input }) =>
  proposePolicy(incident ? await actInIncident(ctx, incident) : ctx, input),
);

export const withdrawPolicyAction = action("policy.write", WithdrawPolicy, async (ctx, input) => {
  await withdrawPolicy(ctx, input);
  revalidatePath(path);
});

export const createChangeAction = action("change.write", ChangeInput, async (ctx, input) => {
  await createChange(ctx, input);
  revalidatePath(path);
});

export const updateChangeAction = action("change.write", UpdateChange, async (ctx, input) => {
  await updateChange(ctx, input);
  revalidatePath(path);
});

export const deleteChangeAction = action("change.write", DeleteChange, async (ctx, input) => {
  await deleteChange(ctx, input);
  revalidatePath(path);
});
