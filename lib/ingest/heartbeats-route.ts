import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/app-error";
import type { BlockReason } from "@/lib/fleet/planes";
import type { BodyBudget } from "./body-budget";
import { bodyFormOf } from "./content-type";
import type { Clock } from "./database-clock";
import { HeartbeatBatch } from "./heartbeat-batch";
import type { HeartbeatReader } from "./heartbeat-reader";
import type { Journal } from "./journal";
import type { PolicySchedule } from "./policy-switch";
import { readBody } from "./read-body";
import type { RejectionCounter } from "./rejection-counter";
import type { IngestToken, TokenDirectory } from "./token-directory";
import type { UnknownDevices } from "./unknown-devices";

export type HeartbeatsDependencies = {
  tokens: TokenDirectory;
  budget: BodyBudget;
  clock: Clock;
  reader: HeartbeatReader;
  journal: Journal;
  policies: PolicySchedule;
  unknown: UnknownDevices;
  rejections: RejectionCounter;
  /** Since the start, for the metrics. */
  verdicts: { accepted: number; turnedAway: Record<BlockReason, number> };
};

const kinds = new Set(["provider", "operator", "legacy"]);

/** POST /v1/heartbeats: the JSON of the answer, after the commit that holds every bit it speaks of. */
export async function takeHeartbeats(request: IncomingMessage, gateway: HeartbeatsDependencies): Promise<string> {
  const found = gateway.tokens.authenticate(request.headers.authorization);
  const token = found instanceof Promise ? await found : found;
  if (!kinds.has(token.kind)) {
    throw new AppError(
      "forbidden",
      "wrong_token_kind",
      "Heartbeats need a provider's, an operator's or a legacy token.",
    );
  }
  const form = bodyFormOf(request);
  const body = await readBody(request, gateway.budget);
  try {
    return await answerHeartbeats(body.bytes, form, token, gateway);
  } finally {
    body.release();
  }
}

export async function answerHeartbeats(
  bytes: Buffer,
  form: "json" | "lines",
  token: IngestToken,
  gateway: HeartbeatsDependencies,
): Promise<string> {
  const { reader, journal, clock } = gateway;
  if (journal.isOverfull) throw unavailable();
  const now = clock.now();
  gateway.policies.apply(now);
  const batch = new HeartbeatBatch(token, now);
  if (form === "lines") reader.readLines(bytes, batch);
  else reader.readJson(bytes, batch);
  const first = batch.mustWait ? committed(journal) : null;
  if (batch.unknown.length > 0) await placeUnknown(batch, gateway);
  if (first && !(await first)) throw unavailable();
  count(batch, gateway);
  return batch.answer();
}

async function placeUnknown(
  batch: HeartbeatBatch,
  { reader, journal, unknown }: HeartbeatsDependencies,
): Promise<void> {
  await unknown.lookUp(batch.unknown.map((item) => item.device));
  batch.mustWait = false;
  reader.placeLookedUp(batch);
  if (batch.mustWait && !(await committed(journal))) throw unavailable();
}

function count(batch: HeartbeatBatch, { rejections, verdicts }: HeartbeatsDependencies): void {
  verdicts.accepted += batch.accepted;
  for (const item of batch.turnedAway) verdicts.turnedAway[item.reason]++;
  for (const item of batch.rejected) rejections.add(batch.arrivalMinute, batch.token.id, item.reason);
}

const committed = (journal: Journal) => new Promise<boolean>((resolve) => journal.wait(resolve));

const unavailable = () =>
  new AppError("unavailable", "not_committed", "The database does not take writes. Send the batch again in a moment.");
