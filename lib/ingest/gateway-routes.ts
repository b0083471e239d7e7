import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { isMigrated } from "@/db/is-migrated";
import { AppError } from "@/lib/app-error";
import { type AlertsDependencies, takeAlerts } from "@/lib/findings/external/alerts-route";
import { type AlertSource, alertSources } from "@/lib/findings/external/external-alert";
import { type DevicesDependencies, takeEnrolments } from "./devices-route";
import { type HeartbeatsDependencies, takeHeartbeats } from "./heartbeats-route";
import type { Handler, Routes } from "./http-server";
import { sendJson, sendText } from "./send-answer";
import { takeVerifications, type VerificationsDependencies } from "./verifications-route";

export type RouteDependencies = HeartbeatsDependencies &
  DevicesDependencies &
  AlertsDependencies &
  VerificationsDependencies & {
    registry: Registry;
    expectedMigrations: number;
    isStopping: () => boolean;
  };

export function createGatewayRoutes(gateway: RouteDependencies): Routes {
  return {
    // Half a million a second pass here: without a promise where none is needed.
    "/v1/heartbeats": { POST: (request, response, done) => takeHeartbeats(request, response, gateway, done) },
    "/v1/devices": {
      POST: fromAsync(async (request, response) => sendJson(response, await takeEnrolments(request, gateway))),
    },
    "/v1/verifications": {
      POST: fromAsync(async (request, response) => sendJson(response, await takeVerifications(request, gateway))),
    },
    ...Object.fromEntries(
      alertSources.map((source) => [`/v1/alerts/${source}`, { POST: alertsFrom(source, gateway) }]),
    ),
    "/healthz": { GET: fromAsync(async (_, response) => sendText(response, 200, "text/plain; charset=utf-8", "ok\n")) },
    "/readyz": {
      GET: fromAsync(async (_, response) => {
        await checkReady(gateway);
        sendText(response, 200, "text/plain; charset=utf-8", "ready\n");
      }),
    },
    "/metrics": {
      GET: fromAsync(async (_, response) => {
        sendText(response, 200, gateway.registry.contentType, await gateway.registry.metrics());
      }),
    },
  };
}

const alertsFrom = (source: AlertSource, gateway: AlertsDependencies): Handler =>
  fromAsync(async (request, response) => sendJson(response, await takeAlerts(source, request, gateway)));

function fromAsync(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Handler {
  return (request, response, done) => {
    handle(request, response).then(() => done(), done);
  };
}

async function checkReady(gateway: RouteDependencies): Promise<void> {
  if (gateway.isStopping()) throw new AppError("unavailable", "stopping", "This gateway is stopping.");
  const migrated = await isMigrated(gateway.sql, gateway.expectedMigrations);
  if (!migrated) throw new AppError("unavailable", "not_migrated", "The database is not migrated to this version.");
}
