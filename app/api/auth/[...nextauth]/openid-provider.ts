import type { OAuthConfig } from "next-auth/providers/oauth";
import { providerRules } from "@/lib/access/sign-in/provider-fetch";
import type { ProviderMetadata } from "@/lib/access/sign-in/read-discovery";
import { claimValue } from "@/lib/access/sign-in/role-from-claims";
import type { SignInProvider } from "@/lib/access/sign-in/sign-in-provider";
import type { Env } from "@/lib/env";
import { guardedLookup } from "@/lib/outgoing/guarded-lookup";

export type ConfiguredProvider = SignInProvider & { metadata: ProviderMetadata };

type Claims = Record<string, unknown> & { sub: string };

// Whoever signs in freshly is asked by the provider again, and the id token says when.
const freshParameters = { prompt: "login", max_age: 0 };

/** What next-auth needs to know of the provider: addresses, one signature algorithm and one way to authenticate, all settled before. */
export function openIdProvider(env: Env, provider: ConfiguredProvider, isFresh: boolean): OAuthConfig<Claims> {
  const { metadata, clientId, clientSecret } = provider;
  return {
    id: "sso",
    name: "Single sign-on",
    type: "oauth",
    issuer: metadata.issuer,
    clientId,
    clientSecret,
    authorization: {
      url: metadata.authorizationEndpoint,
      params: {
        scope: env.AUTH_SCOPES,
        ...(env.AUTH_ACR_VALUES ? { acr_values: env.AUTH_ACR_VALUES.join(" ") } : {}),
        ...(isFresh ? freshParameters : {}),
      },
    },
    token: {
      url: metadata.tokenEndpoint,
      // The library checks signature, iss, aud, azp, exp, iat, nbf, nonce and at_hash of the id token, state, and the verifier is sent.
      request: async ({ client, params, checks, provider: { callbackUrl } }) => {
        if (metadata.sendsIssuer && params.iss !== metadata.issuer) {
          throw new Error("the answer names no issuer, or another (RFC 9207)");
        }
        return { tokens: await client.callback(callbackUrl, params, checks) };
      },
    },
    userinfo: {
      url: metadata.userinfoEndpoint ?? undefined,
      // Some name groups there alone. Given the whole set, the library compares its subject with the id token's, which has the last word.
      request: async ({ client, tokens }) => {
        // As `token.request` returned it.
        const set = tokens as Parameters<typeof client.userinfo>[0] & { claims(): Claims };
        const claims = set.claims();
        if (claimValue(claims, env.AUTH_ROLE_CLAIM) !== undefined || !metadata.userinfoEndpoint) return claims;
        if (!tokens.access_token) return claims;
        // How and when somebody signed in the id token alone says.
        const { acr: _acr, amr: _amr, auth_time: _authTime, ...about } = await client.userinfo(set);
        return { ...about, ...claims };
      },
    },
    jwks_endpoint: metadata.jwksUri,
    client: {
      id_token_signed_response_alg: metadata.algorithm,
      token_endpoint_auth_method: metadata.authMethod,
    },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: 5_000, lookup: guardedLookup(providerRules(provider.issuer)) },
    profile: (claims) => ({ id: claims.sub }),
  };
}
