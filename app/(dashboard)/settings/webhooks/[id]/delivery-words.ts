import type { DeliveryError, DeliveryState } from "@/lib/notify/deliveries/delivery";

export const stateWords: Record<DeliveryState, { label: string; tone: "neutral" | "good" | "bad" }> = {
  waiting: { label: "Waiting", tone: "neutral" },
  delivered: { label: "Delivered", tone: "good" },
  dead: { label: "Dead letter", tone: "bad" },
};

/** What went wrong and what to do about it. */
const errorWords: Record<DeliveryError, string> = {
  refused: "The receiver refused it. Look in its log, by the message's id.",
  timeout: "No answer within 15 s. Answer first, then work.",
  unreachable: "Nobody answers at this address. Is the receiver up, and its firewall open?",
  unknown_host: "No such host. Check the address, and the name server.",
  tls: "The receiver's certificate is not valid. Renew it, with its chain.",
  not_allowed: "Requests may not go there. See WEBHOOK_HOSTS and OUTGOING_PRIVATE.",
  too_large: "The answer is larger than 64 kB. Answer with a status alone.",
  expired: "It waited for a week while the webhook was paused.",
  unknown: "It failed on Muster's side. Look in the worker's log.",
};

const refusedWords: Record<number, string> = {
  401: "The receiver does not know the signature. Does it have the right secret?",
  403: "The receiver does not know the signature. Does it have the right secret?",
  404: "Nothing is at this address. Check its path.",
  410: "The receiver is gone for good. Give the webhook another address, or remove it.",
  413: "The message is too large for the receiver. Let it take 16 kB.",
  429: "The receiver asks for time.",
};

export function failureWords(error: DeliveryError, status: number | null): string {
  if (error !== "refused" || status === null) return errorWords[error];
  if (status >= 300 && status < 400) return "The receiver redirects, which is not followed. Enter the address itself.";
  return refusedWords[status] ?? errorWords.refused;
}
