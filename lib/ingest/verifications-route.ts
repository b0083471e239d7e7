import type { IncomingMessage } from "node:http";
import type { Database } from "@/db/client";
import { AppError } from "@/lib/app-error";
import { decisionCodes } from "@/lib/fleet/directory";
import { minuteOf } from "@/lib/fleet/minute";
import type { BodyBudget } from "./body-budget";
import { claimedDevice } from "./claimed-device";
import { bodyFormOf } from "./content-type";
import type { Clock } from "./database-clock";
import { faultOf } from "./fault";
import { itemAnswer, type RejectedItem } from "./item-answer";
import type { KnownDevices } from "./known-devices";
import { furthestAheadMs } from "./limits";
import { readBody } from "./read-body";
import { type Item, readItems } from "./read-items";
import { recordVerifications, type VerificationOrder } from "./record-verifications";
import type { RejectionCounter } from "./rejection-counter";
import type { IngestToken, TokenDirectory } from "./token-directory";
import type { UnknownDevices } from "./unknown-devices";
import { VerificationResult } from "./verification";

export type VerificationsDependencies = {
  db: Database;
  tokens: TokenDirectory;
  budget: BodyBudget;
  clock: Clock;
  devices: KnownDevices;
  unknown: UnknownDevices;
  rejections: RejectionCounter;
};

const itemsATransaction = 5_000;

/** POST /v1/verifications: keeps the results of verifications, and answers as heartbeats are answered, after the commit. */
export async function takeVerifications(request: IncomingMessage, gateway: VerificationsDependencies): Promise<string> {
  const token = await gateway.tokens.authenticate(request.headers.authorization);
  if (token.kind !== "operator") {
    throw new AppError("forbidden", "wrong_token_kind", "Results of verifications need an operator's token.");
  }
  const form = bodyFormOf(request);
  const body = await readBody(request, gateway.budget);
  try {
    const items = readItems(body.bytes, form, "verifications");
    const nowMs = gateway.clock.now();
    const rejected: RejectedItem[] = [];
    const orders = await readOrders(items, nowMs, gateway, rejected);
    const actor = actorOf(token, request.socket.remoteAddress);
    for (let i = 0; i < orders.length; i += itemsATransaction) {
      const ctx = { db: gateway.db, actor, now: new Date(nowMs) };
      await recordVerifications(ctx, orders.slice(i, i + itemsATransaction));
    }
    for (const item of rejected) gateway.rejections.add(minuteOf(nowMs), token.id, item.reason);
    return itemAnswer(items.length, rejected);
  } finally {
    body.release();
  }
}

const actorOf = (token: IngestToken, address: string | undefined) => ({
  kind: "token" as const,
  id: token.id,
  name: token.name,
  role: "responder" as const,
  isReadOnly: false,
  ...(address ? { address } : {}),
});

async function readOrders(
  items: readonly Item[],
  nowMs: number,
  { devices, unknown }: VerificationsDependencies,
  rejected: RejectedItem[],
): Promise<VerificationOrder[]> {
  const parsed: { index: number; verification: VerificationResult }[] = [];
  for (const { index, value } of items) {
    const result = VerificationResult.safeParse(value);
    if (result.success) parsed.push({ index, verification: result.data });
    else rejected.push({ index, device: claimedDevice(value), reason: "invalid", ...faultOf(value, result.error) });
  }
  await unknown.lookUp(parsed.map(({ verification }) => verification.device));
  const orders: VerificationOrder[] = [];
  for (const { index, verification } of parsed) {
    const { device, at } = verification;
    const atMs = at ?? nowMs;
    const ordinal = devices.index.findText(device);
    if (ordinal < 0) rejected.push({ index, device, reason: "unknown_device" });
    else if (devices.directory.decision[ordinal] === decisionCodes.retired) {
      rejected.push({ index, device, reason: "retired" });
    } else if (atMs < 0) rejected.push({ index, device, reason: "too_old" });
    else if (atMs > nowMs + furthestAheadMs) rejected.push({ index, device, reason: "in_future" });
    else orders.push({ ordinal, atMs, verification });
  }
  return orders;
}
