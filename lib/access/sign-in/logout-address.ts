import type { Env } from "@/lib/env";
import { discoverProvider } from "./discover-provider";
import { afterLogoutAddress, type SignInProvider } from "./sign-in-provider";

/**
 * Where the provider's own session ends (OpenID Connect RP-Initiated Logout 1.0), leading back to our sign-in page; null when the
 * provider has no such place or does not answer: our own session is over already. Some ask for the id token, which `idToken` hints with.
 */
export async function logoutAddress(
  env: Env,
  provider: SignInProvider,
  idToken: string | null,
  now: Date,
): Promise<string | null> {
  try {
    const { endSessionEndpoint } = await discoverProvider(provider.issuer, provider.choice, now);
    if (!endSessionEndpoint) return null;
    const address = new URL(endSessionEndpoint);
    address.searchParams.set("client_id", provider.clientId);
    address.searchParams.set("post_logout_redirect_uri", afterLogoutAddress(env));
    if (idToken) address.searchParams.set("id_token_hint", idToken);
    return address.href;
  } catch {
    return null;
  }
}
