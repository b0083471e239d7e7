import { isIP } from "node:net";
import { AppError } from "@/lib/app-error";
import { mayReach } from "@/lib/outgoing/address-rules";
import { fetchJson } from "./fetch-json";
import { providerRules } from "./provider-fetch";
import { discoveryAddress, type ProviderChoice, type ProviderMetadata, readDiscovery } from "./read-discovery";

const keptMs = 5 * 60_000;

type Kept = { until: number; metadata: ProviderMetadata };
// Next bundles each route by itself: what they share stands here.
const holder = globalThis as { musterProviders?: Map<string, Kept> };

/**
 * What `issuer` says of itself, kept for five minutes; a failure is not kept. Throws AppError "provider_unreachable" or
 * "provider_misconfigured" in words for the operator.
 */
export async function discoverProvider(issuer: string, choice: ProviderChoice, now: Date): Promise<ProviderMetadata> {
  holder.musterProviders ??= new Map();
  const key = JSON.stringify([issuer, choice.algorithm, choice.authMethod]);
  const kept = holder.musterProviders.get(key);
  if (kept && kept.until > now.getTime()) return kept.metadata;
  const { body } = await fetchJson(discoveryAddress(issuer), issuer);
  const metadata = readDiscovery(body, issuer, choice);
  requireReachable(metadata, issuer);
  holder.musterProviders.set(key, { until: now.getTime() + keptMs, metadata });
  return metadata;
}

/** Names are checked whenever they are looked up; an endpoint that is an address is never looked up. */
function requireReachable(metadata: ProviderMetadata, issuer: string): void {
  const rules = providerRules(issuer);
  for (const endpoint of [metadata.tokenEndpoint, metadata.jwksUri, metadata.userinfoEndpoint]) {
    const host = endpoint ? new URL(endpoint).hostname.replace(/^\[|\]$/g, "") : "";
    if (isIP(host) === 0 || mayReach(host, rules(host))) continue;
    throw new AppError(
      "unavailable",
      "provider_misconfigured",
      `The identity provider does not fit the configuration: it names ${host}, where requests may not go (OUTGOING_PRIVATE).`,
    );
  }
}
