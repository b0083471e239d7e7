import { fetchJson } from "./fetch-json";
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
  const { body } = await fetchJson(discoveryAddress(issuer));
  const metadata = readDiscovery(body, issuer, choice);
  holder.musterProviders.set(key, { until: now.getTime() + keptMs, metadata });
  return metadata;
}
