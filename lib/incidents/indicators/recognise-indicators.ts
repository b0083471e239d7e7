import type { IndicatorKind, IndicatorValue } from "./indicator-kinds";
import { normaliseIndicator } from "./normalise-indicator";
import { refang } from "./refang";

const mostRecognised = 50;
const mostLookedThrough = 20_000;

/** What looks like an indicator, what is longest and least ambiguous first: each takes its text away from the ones after it. */
const shapes: readonly (readonly [kind: IndicatorKind, shape: RegExp])[] = [
  [
    "user_agent",
    /(?<=\buser[- ]agent:\s*)[^\n]{1,500}|\bMozilla\/5\.0 \([^()\n]{1,200}\)(?: [\w./+-]+(?: \([^()\n]{1,100}\))?)*/gi,
  ],
  ["url", /\b(?:https?|ftp|wss?|stratum(?:\+(?:tcp|ssl))?):\/\/[^\s<>"'`]+/gi],
  ["token_fingerprint", /\bmuster_[a-z]+_[0-9A-Za-z]{6,38}\b/g],
  ["image", /(?<![\w./-])[a-z0-9][\w.-]*(?::\d{1,5})?(?:\/[a-z0-9][\w.-]*)+(?::\w[\w.-]*\b|@sha256:[0-9a-f]{64}\b)+/g],
  ["wallet", /\b(?:0x[0-9a-f]{40}|bc1[02-9ac-hj-np-z]{11,71})\b/gi],
  ["wallet", /\b(?:[48][1-9A-HJ-NP-Za-km-z]{94}|4[1-9A-HJ-NP-Za-km-z]{105})\b/g],
  ["sha256", /\b[0-9a-f]{64}\b/gi],
  ["sha1", /\b[0-9a-f]{40}\b/gi],
  ["md5", /\b[0-9a-f]{32}\b/gi],
  ["ipv6", /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi],
  ["ipv4", /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g],
  ["domain", /(?<![\w@.-])(?:[\p{L}\d](?:[\p{L}\d_-]{0,61}[\p{L}\d])?\.)+(?:\p{L}{2,63}|xn--[a-z\d-]+)\b/giu],
];

/** Endings of files that people name in prose; some are endings of domains too, which can still be entered by hand. */
const files =
  /\.(?:c|conf|cpp|css|csv|dll|exe|gif|go|gz|h|html?|ini|java|jpe?g|js|json|log|md|pcap|pdf|php|png|py|rb|rs|service|sh|so|sql|svg|tar|tgz|toml|tsx?|txt|xml|ya?ml|zip)$/i;

/** The indicators that stand in a text, defanged or not, in their normal form, each once; 50 at most. Pure: it offers, it keeps nothing. */
export function recogniseIndicators(text: string): IndicatorValue[] {
  const found = new Map<string, IndicatorValue>();
  let rest = refang(text.slice(0, mostLookedThrough));
  for (const [kind, shape] of shapes) {
    rest = rest.replaceAll(shape, (match) => {
      const trimmed = kind === "url" ? withoutSentence(match) : match;
      const value = kind === "domain" && files.test(trimmed) ? null : normaliseIndicator(kind, trimmed);
      if (value === null) return match;
      if (found.size < mostRecognised) found.set(`${kind} ${value}`, { kind, value });
      return " ";
    });
  }
  return [...found.values()];
}

/** What ends the sentence does not belong to the address. */
function withoutSentence(url: string): string {
  const bare = url.replace(/[.,;:!?]+$/, "");
  return bare.endsWith(")") && !bare.includes("(") ? withoutSentence(bare.slice(0, -1)) : bare;
}
