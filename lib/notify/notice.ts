import { z } from "zod";

/** The one channel on which processes hint at each other; whoever listens also polls, so a lost notice costs only time. */
export const noticeChannel = "muster";

export const Notice = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("roll_call"), minute: z.number().int() }),
  z.object({ kind: z.literal("revised"), minute: z.number().int() }),
  z.object({ kind: z.literal("pulse"), slot: z.number().int() }),
  z.object({ kind: z.literal("finding"), id: z.string() }),
  z.object({ kind: z.literal("change"), id: z.string() }),
  z.object({ kind: z.literal("incident"), id: z.string() }),
  z.object({ kind: z.literal("policy") }),
  z.object({ kind: z.literal("approval"), id: z.string() }),
  z.object({ kind: z.literal("webhook") }),
]);
export type Notice = z.infer<typeof Notice>;
