import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { Env } from "@/lib/env";
import { checkDiscovery } from "./check-discovery";
import { checkRoles, checkStrength } from "./check-roles";
import { fetchJson } from "./fetch-json";
import { probeAuthorization } from "./probe-authorization";
import { Discovery, discoveryAddress, type ProviderMetadata, readDiscovery } from "./read-discovery";
import { redirectAddress, type SignInProvider, signInProvider } from "./sign-in-provider";

/** good: as it should be. weak: works, but less than it could. bad: nobody, or not everybody, can sign in. */
export type CheckFinding = { level: "good" | "weak" | "bad"; title: string; detail?: string };

/**
 * Runs discovery as a sign-in would and says in words what is right and wrong with the configured provider: reachable, issuer, endpoints,
 * signature, keys, PKCE, sign-out, scopes, clock, redirect address, roles. At most three requests, to the provider alone, each within 5 s.
 */
export async function checkProvider(ctx: Ctx, env: Env): Promise<CheckFinding[]> {
  requirePermission(ctx.actor, "settings.read");
  const own = [...checkRoles(env), ...checkStrength(env), ...checkOwnAddress(env)];
  try {
    const provider = await signInProvider(ctx.db, env, ctx.now);
    return [...(await checkAt(provider, env, ctx.now)), ...own];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ level: "bad", title: error.message }, ...own];
  }
}

async function checkAt(provider: SignInProvider, env: Env, now: Date): Promise<CheckFinding[]> {
  const startedAt = performance.now();
  const { body, date } = await fetchJson(discoveryAddress(provider.issuer), provider.issuer);
  const metadata = readDiscovery(body, provider.issuer, provider.choice);
  const clock = checkClock(date, now.getTime() + (performance.now() - startedAt) / 2);
  return [
    { level: "good", title: "The provider answers, and its issuer is the configured one", detail: metadata.issuer },
    ...checkDiscovery(Discovery.parse(body), env.AUTH_SCOPES.split(" "), env.AUTH_ACR_VALUES),
    await checkKeys(metadata, provider.issuer),
    ...(clock ? [clock] : []),
    await probeAuthorization(metadata.authorizationEndpoint, {
      issuer: provider.issuer,
      clientId: provider.clientId,
      redirectUri: redirectAddress(env),
      scope: env.AUTH_SCOPES,
    }),
  ];
}

async function checkKeys({ jwksUri, algorithm }: ProviderMetadata, issuer: string): Promise<CheckFinding> {
  const { body } = await fetchJson(jwksUri, issuer);
  const keys: unknown = (body as { keys?: unknown } | null)?.keys;
  const types = Array.isArray(keys) ? keys.map((key: { kty?: unknown } | null) => key?.kty) : [];
  const wanted = algorithm.startsWith("ES") ? "EC" : algorithm === "EdDSA" ? "OKP" : "RSA";
  if (types.includes(wanted)) return { level: "good", title: `Id tokens are taken signed with ${algorithm} alone` };
  return {
    level: "bad",
    title: `The provider publishes no key for ${algorithm}`,
    detail: `${jwksUri} has ${types.length} keys, none of type ${wanted}. Set AUTH_ID_TOKEN_ALG to what it signs with for this client.`,
  };
}

// What tokens are allowed to differ by.
const toleranceMs = 10_000;

function checkClock(date: Date | null, atMs: number): CheckFinding | null {
  if (!date) return null;
  const skewMs = date.getTime() - atMs;
  // The header has whole seconds.
  if (Math.abs(skewMs) <= 2_000) return { level: "good", title: "The clocks agree within two seconds" };
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  return {
    level: Math.abs(skewMs) < toleranceMs ? "weak" : "bad",
    title: `The provider's clock is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} this machine's`,
    detail: "From 10 s on tokens count as not yet valid, or expired. Let both follow a time server.",
  };
}

function checkOwnAddress({ PUBLIC_URL }: Env): CheckFinding[] {
  if (PUBLIC_URL.startsWith("https:")) return [];
  const detail = "Session cookies are Secure and bound to the host (__Host-) only where PUBLIC_URL is https.";
  return [{ level: "weak", title: `People reach Muster at ${PUBLIC_URL}, over plain http`, detail }];
}
