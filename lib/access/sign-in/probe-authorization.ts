import { createHash, randomBytes } from "node:crypto";
import type { CheckFinding } from "./check-provider";
import { providerFetch } from "./provider-fetch";

/**
 * Asks as a sign-in would, but with prompt=none and in no browser: a provider that knows client and redirect address leads back with "login
 * required"; one that does not says so on a page of its own. Follows nothing.
 */
export async function probeAuthorization(
  endpoint: string,
  request: { issuer: string; clientId: string; redirectUri: string; scope: string },
): Promise<CheckFinding> {
  const { issuer, clientId, redirectUri, scope } = request;
  const url = new URL(endpoint);
  const random = () => randomBytes(16).toString("base64url");
  const challenge = createHash("sha256").update(random()).digest("base64url");
  const parameters = { client_id: clientId, redirect_uri: redirectUri, scope, response_type: "code", prompt: "none" };
  const proofs = { state: random(), nonce: random(), code_challenge: challenge, code_challenge_method: "S256" };
  for (const [name, value] of Object.entries({ ...parameters, ...proofs })) url.searchParams.set(name, value);
  const answer = await providerFetch(url, issuer).catch(() => null);
  return read(answer, redirectUri, clientId);
}

function read(answer: Response | null, redirectUri: string, clientId: string): CheckFinding {
  if (!answer) return { level: "bad", title: "The authorization endpoint does not answer" };
  const location = answer.headers.get("location") ?? "";
  if (location.startsWith(`${redirectUri}?`) || location.startsWith(`${redirectUri}#`)) return leadsBack(location);
  if (answer.status < 400) {
    return { level: "good", title: "The authorization endpoint answers", detail: "With a page of its own." };
  }
  return {
    level: "bad",
    title: `The authorization endpoint refuses (${answer.status})`,
    detail: `Is ${redirectUri} registered as redirect URI, to the letter, and ${clientId} the client's id?`,
  };
}

const expected = new Set(["login_required", "interaction_required", "consent_required", "account_selection_required"]);

function leadsBack(location: string): CheckFinding {
  const url = new URL(location);
  const error = url.searchParams.get("error") ?? new URLSearchParams(url.hash.slice(1)).get("error") ?? "";
  if (expected.has(error) || url.searchParams.has("code")) {
    return { level: "good", title: "The provider knows this client and leads back to the redirect address" };
  }
  // A word of the provider's: shown only if it has the form of an error code.
  const code = /^[a-z_]{1,60}$/.test(error) ? error : "something else";
  return { level: "bad", title: `The provider knows the redirect address, and answers ${code}` };
}
