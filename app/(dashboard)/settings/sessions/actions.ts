"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { EndSession, endSession } from "@/lib/access/sessions/end-session";

export const endSessionAction = action("session.end", EndSession, async (ctx, input) => {
  await endSession(ctx, input);
  revalidatePath("/settings/sessions");
});
