import { eq, inArray, or } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { publicEndpoints } from "@/db/schema/endpoints";
import { recordAudit } from "@/lib/audit/record-audit";
import { systemCtx, type TransactionCtx } from "@/lib/context";
import { asEndpoint, type Endpoint, endpointColumns, endpointName } from "./endpoint";
import { riskOf } from "./endpoint-risk";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import type { OwnAddresses } from "./own-addresses";
import { ownEndpoints } from "./own-endpoints";

/**
 * Makes the register hold Muster's own endpoints as the code lists them (without `addresses` leaves them), and judges what is due:
 * the worker's daily job. Owner, exposure, data class and a risk that somebody set for a reason stay as people left them.
 */
export async function syncOwnEndpoints(db: Database, addresses: OwnAddresses | null, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await lockRegister(tx);
    if (addresses) await writeOwn({ ...systemCtx(db, "register of endpoints", now), db: tx }, addresses);
    await judgeEndpointReviews({ db: tx, now });
  });
}

async function writeOwn(ctx: TransactionCtx, addresses: OwnAddresses): Promise<void> {
  const { db, now } = ctx;
  const known = await readOwn(db, addresses);
  const wanted = new Map(ownRows(addresses).map((each) => [endpointName(each), each]));
  const added = [...wanted].filter(([name]) => !known.has(name));
  const changed = [...wanted].flatMap(([name, row]) => {
    const endpoint = known.get(name);
    return endpoint && isOutdated(endpoint, row) ? [{ name, row, endpoint }] : [];
  });
  const gone = [...known].filter(([name, each]) => each.source === "muster" && !each.removedAt && !wanted.has(name));
  if (added.length + changed.length + gone.length === 0) return;
  const made = { source: "muster", createdBy: "Muster", createdAt: now, updatedAt: now };
  if (added.length > 0) await db.insert(publicEndpoints).values(added.map(([, row]) => ({ ...row, ...made })));
  for (const { row, endpoint } of changed) {
    const { summary, authentication } = row;
    const risk = endpoint.riskReason ? endpoint.risk : riskOf({ ...endpoint, authentication });
    const back = { source: "muster", document: null, removedAt: null, revision: endpoint.revision + 1, updatedAt: now };
    await db
      .update(publicEndpoints)
      .set({ summary, authentication, risk, ...back })
      .where(eq(publicEndpoints.id, endpoint.id));
  }
  for (const [, { id }] of gone) {
    await db.update(publicEndpoints).set({ removedAt: now, updatedAt: now }).where(eq(publicEndpoints.id, id));
  }
  const names = (pairs: [string, unknown][]) => pairs.map(([name]) => name);
  const after = { added: names(added), changed: changed.map(({ name }) => name), gone: names(gone) };
  await recordAudit(ctx, { action: "endpoint.sync", target: { kind: "endpoint-document", id: "Muster" }, after });
}

/** Whatever stands under Muster's own hosts, and what stood under others that they had before. */
async function readOwn(db: Transaction, addresses: OwnAddresses): Promise<Map<string, Endpoint>> {
  const { source, host } = publicEndpoints;
  const rows = await db
    .select(endpointColumns)
    .from(publicEndpoints)
    .where(or(eq(source, "muster"), inArray(host, [addresses.web.host, addresses.gateway.host])));
  return new Map(rows.map(asEndpoint).map((each) => [endpointName(each), each]));
}

type OwnRow = ReturnType<typeof ownRows>[number];

function ownRows(addresses: OwnAddresses) {
  return ownEndpoints.map(({ server, method, path, summary, exposure, authentication, dataClass }) => {
    const facts = { method, exposure, authentication, dataClass };
    const { host, base } = addresses[server];
    const template = base + path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
    return { ...facts, host, path: template, summary, owner: "Muster's operator", risk: riskOf(facts) };
  });
}

const isOutdated = (endpoint: Endpoint, row: OwnRow) =>
  endpoint.removedAt !== null ||
  endpoint.source !== "muster" ||
  endpoint.summary !== row.summary ||
  endpoint.authentication !== row.authentication;
