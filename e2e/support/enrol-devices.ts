import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";

export type EnrolledDevices = { provider: string; token: string; devices: string[]; regions: [string, string] };

/** Enrols devices of a new provider through the gateway, two thirds of them in the first of two regions of their own. */
export async function enrolDevices(db: Database, gatewayUrl: string, count: number): Promise<EnrolledDevices> {
  const mark = randomUUID().slice(0, 8);
  const provider = `e2e-${mark}`;
  const regions: [string, string] = [`north-${mark}`, `south-${mark}`];
  const { token } = await createToken(systemCtx(db, "test", new Date()), {
    kind: "provider",
    name: provider,
    provider,
    createProvider: true,
  });
  const devices = Array.from({ length: count }, (_, index) => `${provider}-${index}`);
  const lines = devices.map((device, index) =>
    JSON.stringify({
      device,
      region: regions[index % 3 === 2 ? 1 : 0],
      gpu_model: "RTX 4090",
      gpu_count: 4,
      agent: "1.5.0",
    }),
  );
  await send(`${gatewayUrl}/v1/devices`, token, lines);
  return { provider, token, devices, regions };
}

/** One heartbeat of each device, at a moment of the last ten minutes. */
export async function sendHeartbeats(gatewayUrl: string, { token, devices }: EnrolledDevices, at: Date): Promise<void> {
  const lines = devices.map((device) => JSON.stringify({ device, agent: "1.5.0", at: at.toISOString() }));
  await send(`${gatewayUrl}/v1/heartbeats`, token, lines);
}

async function send(url: string, token: string, lines: readonly string[]): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  const text = await answer.text();
  const { accepted } = JSON.parse(text) as { accepted?: number };
  if (accepted !== lines.length) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 300)}`);
}
