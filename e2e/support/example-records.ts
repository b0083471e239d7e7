import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { approvals } from "@/db/schema/access";
import { providers } from "@/db/schema/fleet";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { type Ctx, systemCtx } from "@/lib/context";
import { correctReview } from "@/lib/endpoints/correct-review";
import { createEndpoint } from "@/lib/endpoints/create-endpoint";
import { recordReview } from "@/lib/endpoints/record-review";
import { openFinding } from "@/lib/findings/open-finding";
import { getProvider } from "@/lib/fleet/providers/get-provider";
import { updateProvider } from "@/lib/fleet/providers/update-provider";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { openIncident } from "@/lib/incidents/open-incident";
import { createWebhook } from "@/lib/notify/webhooks/create-webhook";

export type Contact = { contactName: string; contactEmail: string; contactPhone: string };
export type ExampleRecords = {
  providerName: string;
  findingTitle: string;
  provider: string;
  device: string;
  finding: string;
  endpoint: string;
  incident: string;
  user: string;
  approval: string;
  webhook: string;
  contact: Contact;
};

/** Records of every kind that a page is about, and a provider's contact data that nothing else resembles. */
export async function makeExampleRecords(db: Database): Promise<ExampleRecords> {
  const mark = randomUUID().slice(0, 8);
  const provider = `example-${mark}`;
  const device = `${provider}-gpu`;
  const findingTitle = `Finding of ${provider}`;
  const now = new Date();
  await makeFleet(db, [{ deviceId: device, provider }], new Date(now.getTime() - 3_600_000));
  const letters = [...mark].map((each) => String.fromCharCode(97 + Number.parseInt(each, 16))).join("");
  const contact = {
    contactName: `Quixzephyr${letters}`,
    contactEmail: `vexjolt${letters}@contact.example`,
    contactPhone: `+49${BigInt(`0x${mark}`).toString().padStart(10, "0")}77`,
  };
  const ctx = systemCtx(db, "test", now);
  const { name, channel, language, timeZone, updatedAt } = await getProvider(ctx, provider);
  await updateProvider(ctx, { slug: provider, updatedAt, name, channel, language, timeZone, ...contact });
  const finding = await openFinding(
    db,
    {
      rule: "posture.example",
      fingerprint: `posture.example/${mark}`,
      title: findingTitle,
      summary: "For the test.",
      severity: "low",
      confidence: 1,
      subjects: { provider },
      evidence: { provider },
      startedAt: now,
    },
    now,
  );
  const endpoint = await reviewedEndpoint(ctx, `${mark}.localhost`);
  const incident = await openIncident(ctx, { title: `Incident of ${provider}` });
  const hook = { name: `Webhook ${mark}`, url: `https://${mark}.example`, events: ["policy.withdrawn" as const] };
  const webhook = await createWebhook(ctx, hook, { named: [] });
  const { userId } = await createSessionFor(db, { role: "viewer" });
  return {
    provider,
    providerName: name,
    findingTitle,
    device,
    finding: finding.id,
    endpoint,
    incident: incident.reference,
    user: userId,
    webhook: webhook.id,
    approval: await withdrawnProposal(db, userId, now),
    contact,
  };
}

/** A public endpoint whose review was corrected. */
async function reviewedEndpoint(ctx: Ctx, host: string): Promise<string> {
  const { id } = await createEndpoint(ctx, {
    ...{ host, method: "GET", path: "/", owner: "Test" },
    ...{ exposure: "internet", authentication: "none", dataClass: "public" },
  });
  const review = { kind: "review" as const, outcome: "passed" as const, reviewedAt: ctx.now, reviewer: "Ada" };
  const report = { name: "report.txt", content: Buffer.from("Nothing found.") };
  const recorded = await recordReview(ctx, { ...review, endpointIds: [id] }, report);
  const correction = { ...review, id: recorded.id, revision: 1, reviewer: "Grace", reason: "Named the wrong person" };
  await correctReview(ctx, correction);
  return id;
}

/** A proposal that nobody has to decide upon any more. */
async function withdrawnProposal(db: Database, userId: string, now: Date): Promise<string> {
  const [row] = await db
    .insert(approvals)
    .values({
      ...{ kind: "user.assign-role", targetId: userId, title: "Example", input: {}, basis: {}, proposedAt: now },
      ...{ proposedBy: userId, proposedByName: "Test", expiresAt: now, endedHow: "withdrawn", endedAt: now },
    })
    .returning({ id: approvals.id });
  if (!row) throw new Error("An insert returned no row.");
  return row.id;
}

/** A path of the route at which one of the records is. */
export function recordPath(route: string, records: ExampleRecords): string {
  return route
    .replace("/findings/[id]", `/findings/${records.finding}`)
    .replace("/incidents/[ref]", `/incidents/${records.incident}`)
    .replace("/endpoints/[id]", `/endpoints/${records.endpoint}`)
    .replace("/approvals/[id]", `/approvals/${records.approval}`)
    .replace("/webhooks/[id]", `/webhooks/${records.webhook}`)
    .replace("/users/[id]", `/users/${records.user}`)
    .replace("/devices/[id]", `/devices/${records.device}`)
    .replace("/providers/[slug]", `/providers/${records.provider}`);
}

/** Takes the finding away again, so that other specs do not count it. */
export async function removeExampleRecords(db: Database, records: ExampleRecords): Promise<void> {
  await db.$client`delete from findings where id = ${records.finding}`;
  await db.$client`delete from webhooks where id = ${records.webhook}`;
  await db.update(providers).set({ contactPhone: null }).where(eq(providers.slug, records.provider));
}
