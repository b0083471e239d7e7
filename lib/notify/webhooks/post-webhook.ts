import type { DeliveryError, Outcome } from "@/lib/notify/deliveries/delivery";
import { outgoingFetch } from "@/lib/outgoing/outgoing-fetch";
import { signWebhook } from "./sign-webhook";
import { refusedAddress, type WebhookHosts, webhookRules } from "./webhook-hosts";

const timeoutMs = 15_000;
const mostAnswerBytes = 64 * 1024;

type Post = { url: string; messageId: string; body: string; secrets: readonly string[] };

/**
 * One attempt: a POST of the body as it stands, signed now, only to where webhooks may go, no redirect followed. Any 2xx is delivered; of the
 * answer nothing else is kept. Never throws.
 */
export async function postWebhook(post: Post, hosts: WebhookHosts, now: Date): Promise<Outcome> {
  // The configuration may have changed since the address was typed.
  if (refusedAddress(post.url, hosts)) return { isDelivered: false, error: "not_allowed", status: null };
  const signed = signWebhook({ id: post.messageId, body: post.body, now }, post.secrets);
  try {
    const answer = await outgoingFetch(post.url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Muster-Webhooks/1", ...signed },
      body: post.body,
      hosts: [new URL(post.url).hostname],
      rules: webhookRules(hosts),
      timeoutMs,
      mostBytes: mostAnswerBytes,
    });
    if (answer.ok) return { isDelivered: true, status: answer.status };
    const waitMs = retryAfterMs(answer.headers.get("retry-after"), now);
    return { isDelivered: false, error: "refused", status: answer.status, waitMs };
  } catch (error) {
    return { isDelivered: false, error: classOf(error), status: null };
  }
}

/** Seconds, or a date: RFC 9110, 10.2.3. */
function retryAfterMs(header: string | null, now: Date): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}

const classes: Record<string, DeliveryError> = {
  EOUTGOING: "not_allowed",
  ETIMEDOUT: "timeout",
  ETOOLARGE: "too_large",
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "unknown_host",
  ECONNREFUSED: "unreachable",
  ECONNRESET: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EPIPE: "unreachable",
};

function classOf(error: unknown): DeliveryError {
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? "");
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO)/.test(code)) return "tls";
  return classes[code] ?? "unreachable";
}
