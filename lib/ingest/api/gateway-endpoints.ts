import { z } from "zod";
import { named } from "@/lib/api/api-endpoint";
import { count } from "@/lib/api/fields";
import type { GatewayEndpoint } from "@/lib/api/gateway-endpoint";
import { AlertmanagerMessage } from "@/lib/findings/external/alertmanager-alerts";
import { CloudEvent } from "@/lib/findings/external/cloud-event-alerts";
import { FalcoEvent } from "@/lib/findings/external/falco-alert";
import { blockReasons } from "@/lib/fleet/planes";
import { Enrolment } from "../enrolment";
import { Agent, Boot, DeviceId, Heartbeat } from "../heartbeat";
import { limits } from "../limits";
import { rejectionReasons } from "../rejection-counter";
import { VerificationResult } from "../verification";

const ItemsAnswer = named(
  "ItemsAnswer",
  z.object({
    accepted: count,
    turned_away: z
      .array(
        z.object({
          index: count,
          device: z.string(),
          reason: z.enum(blockReasons),
          minimum_agent: z.string().optional(),
        }),
      )
      .describe("Recorded, and not let in by the policy."),
    rejected: z
      .array(
        z.object({
          index: count,
          device: z.string().nullable(),
          reason: z.enum(rejectionReasons),
          field: z.string().optional().describe("What is invalid; absent where it is all of the item."),
          detail: z.string().optional().describe("What it must be."),
        }),
      )
      .describe("Not recorded."),
  }),
);

const AlertsAnswer = named(
  "AlertsAnswer",
  z.object({
    accepted: count,
    rejected: z
      .array(z.object({ index: count, reason: z.literal("invalid"), detail: z.string().describe("What it must be.") }))
      .describe("Not kept."),
  }),
);

const many = <Item extends z.ZodType>(item: Item) => z.array(item).max(limits.itemsARequest);
const CompactHeartbeats = z.object({
  agent: Agent.nullish(),
  devices: many(DeviceId),
  boots: many(Boot.nullable()).nullish().describe("As many as devices, in their order."),
});
const asJson = (item: z.ZodType, list: string, more: z.ZodType[] = []) =>
  z.union([item, z.object({ [list]: many(item) }), ...more]);

const afterCommit = "Answered after the commit: what is accepted survives a crash. Bodies may be sent with gzip.";

/** The gateway's endpoints as the document describes them; own-endpoints.test.ts holds the list against its routes. */
export const gatewayEndpoints: readonly GatewayEndpoint[] = [
  {
    method: "POST",
    path: "/v1/heartbeats",
    summary: "Heartbeats of devices",
    description: afterCommit,
    tokens: ["provider", "operator", "legacy"],
    bodies: {
      "application/json": asJson(Heartbeat, "heartbeats", [CompactHeartbeats]),
      "application/x-ndjson": Heartbeat,
    },
    answer: ItemsAnswer,
  },
  {
    method: "POST",
    path: "/v1/devices",
    summary: "Enrols devices",
    description: `${afterCommit} \`provider\` is required with an operator's token and refused with a provider's.`,
    tokens: ["provider", "operator"],
    bodies: { "application/json": asJson(Enrolment, "devices"), "application/x-ndjson": Enrolment },
    answer: ItemsAnswer,
  },
  {
    method: "POST",
    path: "/v1/verifications",
    summary: "Results of verifications",
    description: `${afterCommit} A failed one quarantines the device as counterfeit.`,
    tokens: ["operator"],
    bodies: {
      "application/json": asJson(VerificationResult, "verifications"),
      "application/x-ndjson": VerificationResult,
    },
    answer: ItemsAnswer,
  },
  {
    method: "POST",
    path: "/v1/alerts/alertmanager",
    summary: "Alerts from Alertmanager",
    description: `${afterCommit} The body of Alertmanager's webhook; a resolved alert resolves its finding.`,
    tokens: ["alert"],
    bodies: { "application/json": AlertmanagerMessage },
    answer: AlertsAnswer,
  },
  {
    method: "POST",
    path: "/v1/alerts/falco",
    summary: "Events from Falco and falcosidekick",
    description: `${afterCommit} What Falco's HTTP output sends as JSON, and falcosidekick's webhook; or a line for each.`,
    tokens: ["alert"],
    bodies: { "application/json": FalcoEvent, "application/x-ndjson": FalcoEvent },
    answer: AlertsAnswer,
  },
  {
    method: "POST",
    path: "/v1/alerts/cloudevents",
    summary: "Alerts as CloudEvents",
    description: `${afterCommit} One event, a batch, or (binary mode) its attributes as ce- headers and its data as the body.`,
    tokens: ["alert"],
    bodies: {
      "application/cloudevents+json": CloudEvent,
      "application/cloudevents-batch+json": z.array(CloudEvent).max(limits.itemsARequest),
    },
    answer: AlertsAnswer,
  },
  { method: "GET", path: "/healthz", summary: "Whether the process runs", tokens: [], answer: "text/plain" },
  { method: "GET", path: "/readyz", summary: "Whether it may be sent requests", tokens: [], answer: "text/plain" },
  { method: "GET", path: "/metrics", summary: "Metrics, for Prometheus", tokens: [], answer: "text/plain" },
];
