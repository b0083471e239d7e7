"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { EndOtherSessions, endOtherSessions } from "@/lib/access/sessions/end-other-sessions";
import { EndSession, endSession } from "@/lib/access/sessions/end-session";

export const endSessionAction = action("session.end", EndSession, async (ctx, input) => {
  await endSession(ctx, input);
  revalidatePath("/settings", "layout");
});

export const endOtherSessionsAction = action("session.end", EndOtherSessions, async (ctx, input) => {
  const ended = await endOtherSessions(ctx, input);
  revalidatePath("/settings", "layout");
  return ended;
});
