import { z } from "zod";
import type { SignInProvider } from "./sign-in-provider";

const Discovery = z.object({ issuer: z.string(), end_session_endpoint: z.url({ protocol: /^https?$/ }).optional() });

/**
 * Where the provider's own session ends (OpenID Connect RP-Initiated Logout 1.0), leading back to our sign-in page; null when the
 * provider has no such place or does not answer within 3 s: our own session is over already.
 */
export async function logoutAddress(provider: SignInProvider, publicUrl: string): Promise<string | null> {
  try {
    const answer = await fetch(`${provider.issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(3_000),
      redirect: "error",
      cache: "no-store",
    });
    const { issuer, end_session_endpoint } = Discovery.parse(await answer.json());
    if (issuer.replace(/\/$/, "") !== provider.issuer || !end_session_endpoint) return null;
    const address = new URL(end_session_endpoint);
    address.searchParams.set("client_id", provider.clientId);
    address.searchParams.set("post_logout_redirect_uri", `${new URL(publicUrl).origin}/login`);
    return address.href;
  } catch {
    return null;
  }
}
