import type { CheckFinding } from "./check-provider";
import type { Discovery } from "./read-discovery";

/** What a discovery document that can be used still lacks. */
export function checkDiscovery(
  found: Discovery,
  scopes: readonly string[],
  classes: readonly string[] = [],
): CheckFinding[] {
  return [
    pkce(found),
    signOut(found),
    backChannel(found),
    ...missingScopes(found, scopes),
    ...missingClasses(found, classes),
  ];
}

function pkce({ code_challenge_methods_supported: methods }: Discovery): CheckFinding {
  if (methods?.includes("S256")) return { level: "good", title: "PKCE with S256" };
  const detail = "Muster sends a challenge all the same. Ask the provider's documentation whether it is checked.";
  if (!methods) return { level: "weak", title: "The provider does not say whether it knows PKCE", detail };
  return {
    level: "bad",
    title: "The provider does not take PKCE with S256",
    detail: `It names: ${methods.join(", ")}.`,
  };
}

function signOut(found: Discovery): CheckFinding {
  if (found.end_session_endpoint) return { level: "good", title: "Signing out of Muster signs out of the provider" };
  const detail = "It names no end_session_endpoint: whoever signs out of Muster is still signed in there.";
  return { level: "weak", title: "Signing out of Muster leaves the provider's session", detail };
}

function backChannel(found: Discovery): CheckFinding {
  if (found.backchannel_logout_supported) {
    const detail = "Register the address below, or it tells nobody.";
    return { level: "good", title: "The provider can end sessions of Muster (back-channel logout)", detail };
  }
  const detail =
    "Whoever leaves keeps an open session until its limit: disable them in Users too. Some providers can do it and do not say so.";
  return { level: "weak", title: "The provider does not say that it ends sessions of Muster", detail };
}

function missingScopes({ scopes_supported: supported }: Discovery, scopes: readonly string[]): CheckFinding[] {
  const missing = supported ? scopes.filter((scope) => !supported.includes(scope)) : [];
  if (missing.length === 0) return [];
  const detail = `AUTH_SCOPES asks for it; the provider names: ${supported?.slice(0, 30).join(", ")}.`;
  return [{ level: "weak", title: `The provider does not name the scope ${missing.join(", ")}`, detail }];
}

function missingClasses({ acr_values_supported: supported }: Discovery, classes: readonly string[]): CheckFinding[] {
  if (!supported || classes.length === 0 || classes.some((one) => supported.includes(one))) return [];
  const detail = `Nobody can sign in unless it says one of them all the same; it names: ${supported.slice(0, 30).join(", ")}.`;
  return [{ level: "weak", title: "The provider names no class of AUTH_ACR_VALUES", detail }];
}
