import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/app-error";
import type { BlockReason } from "@/lib/fleet/planes";
import type { BodyBudget } from "./body-budget";
import { type BodyForm, bodyFormOf } from "./content-type";
import type { Clock } from "./database-clock";
import { HeartbeatBatch } from "./heartbeat-batch";
import type { HeartbeatReader } from "./heartbeat-reader";
import type { Journal } from "./journal";
import type { PolicySchedule } from "./policy-switch";
import { type Body, receiveBody } from "./read-body";
import type { RejectionCounter } from "./rejection-counter";
import { sendJson } from "./send-answer";
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

/**
 * POST /v1/heartbeats: answers after the commit that holds every bit that the answer speaks of. A closure that is made for
 * every request has no name here: tsx compiles a named one into a call of Object.defineProperty.
 */
export function takeHeartbeats(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: HeartbeatsDependencies,
  done: Done,
): void {
  const token = gateway.tokens.authenticate(request.headers.authorization);
  if (token instanceof Promise)
    token.then((found) => takeFrom(found, request, response, gateway, done), done).catch(done);
  else takeFrom(token, request, response, gateway, done);
}

type Done = (error?: unknown) => void;

function takeFrom(
  token: IngestToken,
  request: IncomingMessage,
  response: ServerResponse,
  gateway: HeartbeatsDependencies,
  done: Done,
): void {
  if (!kinds.has(token.kind)) throw wrongKind();
  const form = bodyFormOf(request);
  receiveBody(request, gateway.budget, (body) => answer(body, form, token, response, gateway, done), done);
}

function answer(
  body: Body,
  form: BodyForm,
  token: IngestToken,
  response: ServerResponse,
  gateway: HeartbeatsDependencies,
  done: Done,
): void {
  try {
    placeHeartbeats(body.bytes, form, token, gateway, (error, batch) => {
      body.release();
      if (error) {
        done(error);
        return;
      }
      count(batch, gateway);
      sendJson(response, batch.answer());
      done();
    });
  } catch (error) {
    body.release();
    done(error);
  }
}

type Placed = (error: unknown, batch: HeartbeatBatch) => void;

/** Calls `placed` when all of it is committed, or with why it is not. Throws what is wrong with the body as a whole. */
function placeHeartbeats(
  bytes: Buffer,
  form: BodyForm,
  token: IngestToken,
  gateway: HeartbeatsDependencies,
  placed: Placed,
): void {
  const { reader, journal, clock } = gateway;
  if (journal.isOverfull) throw unavailable();
  const now = clock.now();
  gateway.policies.apply(now);
  const batch = new HeartbeatBatch(token, now);
  if (form === "lines") reader.readLines(bytes, batch);
  else reader.readJson(bytes, batch);
  if (batch.unknown.length > 0) {
    const first = batch.mustWait ? committed(journal) : null;
    placeUnknown(batch, first, gateway).then(
      (isCommitted) => placed(isCommitted ? null : unavailable(), batch),
      (error) => placed(error, batch),
    );
  } else if (batch.mustWait) journal.wait((isCommitted) => placed(isCommitted ? null : unavailable(), batch));
  else placed(null, batch);
}

/** Asks the database for the unknown devices and places what it knows; whether this and `first` are committed. */
async function placeUnknown(
  batch: HeartbeatBatch,
  first: Promise<boolean> | null,
  { reader, journal, unknown }: HeartbeatsDependencies,
): Promise<boolean> {
  await unknown.lookUp(batch.unknown.map((item) => item.device));
  batch.mustWait = false;
  reader.placeLookedUp(batch);
  const second = batch.mustWait ? committed(journal) : null;
  return (await first) !== false && (await second) !== false;
}

function count(batch: HeartbeatBatch, { rejections, verdicts }: HeartbeatsDependencies): void {
  verdicts.accepted += batch.accepted;
  for (const item of batch.turnedAway) verdicts.turnedAway[item.reason]++;
  for (const item of batch.rejected) rejections.add(batch.arrivalMinute, batch.token.id, item.reason);
}

const committed = (journal: Journal) => new Promise<boolean>((resolve) => journal.wait(resolve));

const wrongKind = () =>
  new AppError("forbidden", "wrong_token_kind", "Heartbeats need a provider's, an operator's or a legacy token.");
const unavailable = () =>
  new AppError("unavailable", "not_committed", "The database does not take writes. Send the batch again in a moment.");
