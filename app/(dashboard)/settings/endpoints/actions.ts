"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { createEndpoint } from "@/lib/endpoints/create-endpoint";
import { EndpointFields } from "@/lib/endpoints/endpoint";
import { WithdrawReview } from "@/lib/endpoints/endpoint-review";
import { RemoveEndpoint, removeEndpoint } from "@/lib/endpoints/remove-endpoint";
import { SetReviewPeriods, setReviewPeriods } from "@/lib/endpoints/set-review-periods";
import { UpdateEndpoint, updateEndpoint } from "@/lib/endpoints/update-endpoint";
import { withdrawReview } from "@/lib/endpoints/withdraw-review";

const refresh = () => revalidatePath("/settings/endpoints", "layout");

// The body parses anew what it hands on: the schema's output has derived fields that its input does not.
const Unparsed = EndpointFields.in;

export const createEndpointAction = action("endpoint.write", Unparsed, async (ctx, input) => {
  const { id } = await createEndpoint(ctx, input);
  refresh();
  return id;
});

export const updateEndpointAction = action(
  "endpoint.write",
  UpdateEndpoint.extend({ endpoint: Unparsed }),
  async (ctx, input) => {
    await updateEndpoint(ctx, input);
    refresh();
  },
);

export const removeEndpointAction = action("endpoint.write", RemoveEndpoint, async (ctx, input) => {
  await removeEndpoint(ctx, input);
  refresh();
});

export const withdrawReviewAction = action("endpoint.write", WithdrawReview, async (ctx, input) => {
  await withdrawReview(ctx, input);
  refresh();
});

export const setReviewPeriodsAction = action("settings.write", SetReviewPeriods, async (ctx, input) => {
  await setReviewPeriods(ctx, input);
  refresh();
});
