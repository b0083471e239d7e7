import { z } from "zod";
import { limits } from "./limits";
import { parseRfc3339 } from "./parse-rfc3339";

/** `most` printable characters of any script; no control characters, no line breaks. */
export const printable = (most: number) => {
  const error = `must be 1 to ${most} printable characters`;
  return z.string({ error }).regex(new RegExp(`^[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]{1,${most}}$`, "u"), { error });
};

export const DeviceId = printable(limits.idCharacters);
export const Agent = printable(limits.agentCharacters);
export const Boot = printable(limits.bootCharacters);

const noMoment = "must be a time like 2026-04-25T08:05:00Z";

/** An RFC 3339 time, as milliseconds since the epoch. */
export const Moment = z.string({ error: noMoment }).transform((text, context) => {
  const ms = parseRfc3339(text);
  if (ms !== null) return ms;
  context.addIssue({ code: "custom", message: noMoment });
  return z.NEVER;
});

/** One heartbeat as a machine sends it. Unknown keys are ignored, null counts as absent. */
export const Heartbeat = z.object({
  device: DeviceId,
  agent: Agent.nullish().transform((value) => value ?? null),
  boot: Boot.nullish().transform((value) => value ?? null),
  at: Moment.nullish().transform((value) => value ?? null),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
