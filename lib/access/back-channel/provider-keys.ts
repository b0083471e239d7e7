import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { providerFetch } from "@/lib/access/sign-in/provider-fetch";

const holder = globalThis as { musterProviderKeys?: { address: string; keys: JWTVerifyGetKey } };

/**
 * The provider's public keys, fetched when first needed and again, at most every 30 s, when a token names one that is not among them. Within
 * 5 s, and no redirect is followed.
 */
export function providerKeys(jwksUri: string, issuer: string): JWTVerifyGetKey {
  if (holder.musterProviderKeys?.address !== jwksUri) {
    const keys = createRemoteJWKSet(new URL(jwksUri), {
      timeoutDuration: 5_000,
      cooldownDuration: 30_000,
      [customFetch]: (url) => providerFetch(url, issuer, { accept: "application/json" }),
    });
    holder.musterProviderKeys = { address: jwksUri, keys };
  }
  return holder.musterProviderKeys.keys;
}
