import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { isoOf, time, timeOrNull } from "@/lib/api/fields";
import type { Ctx } from "@/lib/context";
import { getDevice } from "../devices/get-device";
import { isoOfMinute } from "../minute";
import { deviceStateOf } from "../states";
import { DeviceItem } from "./devices-answer";

const text = z.string().nullable();

const DeviceAnswer = named(
  "Device",
  DeviceItem.extend({
    node: text,
    gpu_vendor: text,
    gpu_memory_gib: z.number().nullable(),
    boot: text,
    token_kind: text.describe("Kind of the token that it called with last."),
    interval_seconds: z.int().describe("How often a heartbeat is expected."),
    enrolled_at: time,
    decision: z.enum(["quarantined", "retired"]).nullable(),
    decision_reason: text,
    verified_at: timeOrNull,
    verified_until: timeOrNull.describe(
      "Of the verification that holds: 9999-12-31 where no end was set; null where none holds.",
    ),
  }),
);

/** GET /api/v1/devices/:id. Throws AppError device_not_found. */
async function answerDevice(ctx: Ctx, id: string): Promise<z.input<typeof DeviceAnswer>> {
  const device = await getDevice(ctx, id);
  const { rolled } = device;
  return {
    device: device.id,
    name: device.name,
    provider: device.provider.slug,
    region: device.region,
    gpu_model: device.gpuModel,
    gpu_vendor: device.gpuVendor,
    gpu_memory_gib: device.gpuMemoryGib,
    gpu_count: device.gpuCount,
    agent: device.agent,
    boot: device.boot,
    cluster: device.cluster,
    node: device.node,
    token_kind: device.tokenKind,
    interval_seconds: device.intervalSeconds,
    enrolled_at: device.enrolledAt.toISOString(),
    decision: device.decision,
    decision_reason: device.decisionReason,
    verified_at: isoOf(device.verifiedAt),
    verified_until: isoOf(device.verifiedUntil),
    ...((rolled && deviceStateOf(rolled.code)) ?? { state: "unknown" as const }),
    since: rolled ? isoOfMinute(rolled.sinceMinute) : null,
    last_heartbeat: rolled?.lastSeenMinute == null ? null : isoOfMinute(rolled.lastSeenMinute),
  };
}

export const deviceEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/devices/[id]",
  tag: "Devices",
  summary: "One device with its attributes and state",
  permission: "device.read",
  params: { id: z.string().describe("Id of the device.") },
  answer: DeviceAnswer,
  problems: { 404: ["device_not_found"] },
  respond: (ctx, { params }) => answerDevice(ctx, params.id ?? ""),
});
