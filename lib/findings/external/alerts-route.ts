import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/app-error";
import type { BodyBudget } from "@/lib/ingest/body-budget";
import { bodyFormOf } from "@/lib/ingest/content-type";
import type { Clock } from "@/lib/ingest/database-clock";
import { limits } from "@/lib/ingest/limits";
import { isBlank, parseBody, parseLine } from "@/lib/ingest/parse-line";
import { readBody } from "@/lib/ingest/read-body";
import type { TokenDirectory } from "@/lib/ingest/token-directory";
import type { AlertWriter } from "./alert-writer";
import { readAlertmanager } from "./alertmanager-alerts";
import { readCloudEvents } from "./cloud-event-alerts";
import type { AlertSource, ReadAlerts } from "./external-alert";
import { readFalco } from "./falco-alert";
import { cloudEventModeOf, readCloudEventBodies } from "./read-cloud-event-bodies";

export type AlertsDependencies = { tokens: TokenDirectory; budget: BodyBudget; clock: Clock; alerts: AlertWriter };

/** Reads a body once it is there. */
type Reader = (bytes: Buffer, nowMs: number) => ReadAlerts;

/** Of each source, what its headers promise. Throws AppError "unsupported_content_type". */
const readers: Record<AlertSource, (request: IncomingMessage) => Reader> = {
  alertmanager: (request) => {
    const form = bodyFormOf(request);
    if (form === "lines") throw notLines();
    return (bytes, nowMs) => readAlertmanager(parseBody(bytes), nowMs);
  },
  falco: (request) => {
    const form = bodyFormOf(request);
    return (bytes, nowMs) =>
      readFalco(form === "lines" ? linesOf(bytes) : [{ index: 0, value: parseBody(bytes) }], nowMs);
  },
  cloudevents: ({ headers }) => {
    const mode = cloudEventModeOf(headers);
    return (bytes, nowMs) => readCloudEvents(readCloudEventBodies(mode, headers, bytes), nowMs);
  },
};

/**
 * POST /v1/alerts/<source>: keeps alerts as findings and answers, after the commit, {"accepted":n,"rejected":[{"index","reason","detail"}]}.
 * Throws AppError "wrong_token_kind" and what a body may be wrong in.
 */
export async function takeAlerts(
  source: AlertSource,
  request: IncomingMessage,
  gateway: AlertsDependencies,
): Promise<string> {
  const token = await gateway.tokens.authenticate(request.headers.authorization);
  if (token.kind !== "alert") {
    throw new AppError("forbidden", "wrong_token_kind", "Alerts need a token of the kind alert.");
  }
  const read = readers[source](request);
  const body = await readBody(request, gateway.budget);
  try {
    const { alerts, refused } = read(body.bytes, gateway.clock.now());
    if (alerts.length + refused.length > limits.itemsARequest) {
      throw new AppError("too_large", "too_many_items", `Send at most ${limits.itemsARequest} alerts a request.`);
    }
    if (alerts.length > 0) await gateway.alerts.write(alerts);
    const rejected = refused.map(({ index, detail }) => ({ index, reason: "invalid", detail }));
    return JSON.stringify({ accepted: alerts.length, rejected });
  } finally {
    body.release();
  }
}

function linesOf(bytes: Buffer): { index: number; value: unknown }[] {
  const items: { index: number; value: unknown }[] = [];
  for (let at = 0, index = 0; at < bytes.length && items.length <= limits.itemsARequest; index++) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    if (!isBlank(bytes, at, end)) items.push({ index, value: parseLine(bytes, at, end) });
    at = end + 1;
  }
  return items;
}

const notLines = () =>
  new AppError("unsupported_media_type", "unsupported_content_type", "Send application/json, as Alertmanager does.");
