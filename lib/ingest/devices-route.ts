import type { IncomingMessage } from "node:http";
import type { Sql } from "@/db/client";
import { AppError } from "@/lib/app-error";
import { minuteOf } from "@/lib/fleet/minute";
import type { BodyBudget } from "./body-budget";
import type { ChangeAllowance } from "./change-allowance";
import { claimedDevice } from "./claimed-device";
import { bodyFormOf } from "./content-type";
import type { Clock } from "./database-clock";
import { type EnrolmentOrder, type EnrolmentResult, enrolDevices } from "./enrol-devices";
import { Enrolment } from "./enrolment";
import { type Fault, fault, faultOf } from "./fault";
import { type IntroducedValues, refusedValue } from "./introduced-values";
import { itemAnswer, type RejectedItem } from "./item-answer";
import type { KnownDevices } from "./known-devices";
import { readBody } from "./read-body";
import { readDirectoryRows } from "./read-directory-rows";
import { type Item, readItems } from "./read-items";
import type { RejectionCounter } from "./rejection-counter";
import type { IngestToken, TokenDirectory } from "./token-directory";
import type { UnknownDevices } from "./unknown-devices";

export type DevicesDependencies = {
  sql: Sql;
  tokens: TokenDirectory;
  budget: BodyBudget;
  clock: Clock;
  devices: KnownDevices;
  values: Record<"agents" | "regions" | "gpuModels", IntroducedValues>;
  unknown: UnknownDevices;
  rejections: RejectionCounter;
  changes: ChangeAllowance;
};

const itemsATransaction = 5_000;

/** POST /v1/devices: enrols or updates, and answers as heartbeats are answered, after the commit. */
export async function takeEnrolments(request: IncomingMessage, gateway: DevicesDependencies): Promise<string> {
  const token = await gateway.tokens.authenticate(request.headers.authorization);
  if (token.kind !== "provider" && token.kind !== "operator") {
    throw new AppError("forbidden", "wrong_token_kind", "Enrolment needs a provider's or an operator's token.");
  }
  const waitSeconds = gateway.changes.waitSeconds(token, gateway.clock.now());
  if (waitSeconds > 0) throw tooManyChanges(waitSeconds);
  const form = bodyFormOf(request);
  const body = await readBody(request, gateway.budget);
  try {
    const items = readItems(body.bytes, form, "devices");
    const rejected: RejectedItem[] = [];
    const orders = await readOrders(items, token, gateway, rejected);
    for (const round of roundsOf(merged(orders))) {
      const { changed, inserted } = await enrolRound(round, gateway, rejected);
      gateway.changes.charge(token, gateway.clock.now(), { inserted, updated: changed.length - inserted });
    }
    const minute = minuteOf(gateway.clock.now());
    for (const item of rejected) gateway.rejections.add(minute, token.id, item.reason);
    return itemAnswer(items.length, rejected);
  } finally {
    body.release();
  }
}

/** Whose each device is to be: a provider's token says it and the item may not, with an operator's the item must. */
async function readOrders(
  items: readonly Item[],
  token: IngestToken,
  { sql, values }: DevicesDependencies,
  rejected: RejectedItem[],
): Promise<EnrolmentOrder[]> {
  const parsed: { index: number; enrolment: Enrolment }[] = [];
  for (const { index, value } of items) {
    const result = Enrolment.safeParse(value);
    if (result.success) parsed.push({ index, enrolment: result.data });
    else rejected.push({ index, device: claimedDevice(value), reason: "invalid", ...faultOf(value, result.error) });
  }
  const providers = await readProviders(sql, token, parsed);
  const orders: EnrolmentOrder[] = [];
  for (const { index, enrolment } of parsed) {
    const { device, provider: slug } = enrolment;
    const provider = token.kind === "provider" ? providers.own : providers.bySlug.get(slug ?? "");
    const mustName = token.kind === "operator";
    const invalid = (each: Fault) => rejected.push({ index, device, reason: "invalid", ...each });
    if (mustName !== (slug !== null)) {
      invalid(mustName ? missingProvider : needlessProvider);
      continue;
    }
    if (!provider) {
      rejected.push({ index, device, reason: "unknown_provider" });
      continue;
    }
    const refused = refusedValueOf(enrolment, token, values);
    const intervalSeconds = token.intervalSeconds ?? provider.intervalSeconds;
    if (refused) invalid(refused);
    else orders.push({ index, enrolment, providerId: provider.id, intervalSeconds });
  }
  return orders;
}

const missingProvider = fault("provider", "must be named with an operator's token");
const needlessProvider = fault("provider", "must be left out with a provider's token");

/** Of the values that machines name themselves, the first that may not be taken. */
function refusedValueOf(
  { agent, region, gpuModel }: Enrolment,
  token: IngestToken,
  values: DevicesDependencies["values"],
): Fault | undefined {
  const named = [["agent", agent, values.agents] as const, ["region", region, values.regions] as const];
  const refused = [...named, ["gpu_model", gpuModel, values.gpuModels] as const].find(
    ([, value, known]) => value !== null && known.code(value, token, () => true) === refusedValue,
  );
  return refused && fault(refused[0], "must be one of not too many");
}

type Provider = { id: number; slug: string; intervalSeconds: number | null };

async function readProviders(
  sql: Sql,
  token: IngestToken,
  parsed: readonly { enrolment: Enrolment }[],
): Promise<{ own: Provider | undefined; bySlug: Map<string, Provider> }> {
  const slugs = [...new Set(parsed.flatMap(({ enrolment }) => enrolment.provider ?? []))];
  const rows = await sql<Provider[]>`
    select id, slug, heartbeat_interval_seconds as "intervalSeconds" from providers
    where slug = any(${slugs}::text[]) or id = ${token.providerId}`;
  return { own: rows.find((row) => row.id === token.providerId), bySlug: new Map(rows.map((row) => [row.slug, row])) };
}

/** An order and the items of the body that it stands for. */
type MergedOrder = { order: EnrolmentOrder; indexes: number[] };

/** A device that a body names again is enrolled once, with the last of what it says: a body may name one 100,000 times. */
function merged(orders: readonly EnrolmentOrder[]): MergedOrder[] {
  const byDevice = new Map<string, MergedOrder>();
  for (const order of orders) {
    const key = `${order.providerId} ${order.enrolment.device}`;
    const known = byDevice.get(key);
    if (!known) byDevice.set(key, { order, indexes: [order.index] });
    else {
      const said = Object.entries(order.enrolment).filter(([, value]) => value !== null);
      known.order = { ...known.order, enrolment: { ...known.order.enrolment, ...Object.fromEntries(said) } };
      known.indexes.push(order.index);
    }
  }
  return [...byDevice.values()];
}

/** In each round an id stands once: an operator may name a device under two providers, and the second is refused. */
function* roundsOf(orders: readonly MergedOrder[]): Generator<MergedOrder[]> {
  let pending = orders;
  while (pending.length > 0) {
    const round = new Map<string, MergedOrder>();
    const rest: MergedOrder[] = [];
    for (const each of pending) {
      const { device } = each.order.enrolment;
      if (round.has(device) || round.size === itemsATransaction) rest.push(each);
      else round.set(device, each);
    }
    yield [...round.values()];
    pending = rest;
  }
}

async function enrolRound(
  round: readonly MergedOrder[],
  gateway: DevicesDependencies,
  rejected: RejectedItem[],
): Promise<EnrolmentResult> {
  const orders = round.map(({ order }) => order);
  const result = await enrolDevices(gateway.sql, orders);
  const indexesOf = new Map(round.map(({ order, indexes }) => [order.index, indexes]));
  for (const { index, ...item } of result.rejected) {
    for (const each of indexesOf.get(index) ?? []) rejected.push({ index: each, ...item });
  }
  if (result.changed.length === 0) return result;
  for (const row of await readDirectoryRows(gateway.sql, result.changed)) gateway.devices.directory.apply(row);
  for (const id of result.changed) gateway.unknown.forget(id);
  return result;
}

const tooManyChanges = (retryAfterSeconds: number) =>
  new AppError(
    "too_many_requests",
    "too_many_changes",
    "This token changes its devices too often. Send it again later.",
    {
      retryAfterSeconds,
    },
  );
