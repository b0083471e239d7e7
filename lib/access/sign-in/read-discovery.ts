import { z } from "zod";
import { AppError } from "@/lib/app-error";
import { isSafeAddress } from "./safe-address";
import { type ClientAuthMethod, clientAuthMethods, type IdTokenAlgorithm, idTokenAlgorithms } from "./token-algorithms";

const address = z.string().refine(isSafeAddress, "must be an https address");

/** OpenID Connect Discovery 1.0, section 3, as far as Muster uses it. */
export const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address.optional(),
  end_session_endpoint: address.optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).default(["RS256"]),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(["client_secret_basic"]),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  scopes_supported: z.array(z.string()).optional(),
  acr_values_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
  backchannel_logout_supported: z.boolean().default(false),
});
export type Discovery = z.output<typeof Discovery>;

export type ProviderChoice = { algorithm?: IdTokenAlgorithm; authMethod?: ClientAuthMethod };

/** What a sign-in needs to know of the provider: one algorithm, one way to authenticate, addresses over https. */
export type ProviderMetadata = {
  /** As configured, to the letter: tokens must say the very same. */
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  userinfoEndpoint: string | null;
  endSessionEndpoint: string | null;
  algorithm: IdTokenAlgorithm;
  authMethod: ClientAuthMethod;
  /** Whether every answer of the authorization endpoint names its issuer (RFC 9207), so that one without it is refused. */
  sendsIssuer: boolean;
};

export const discoveryAddress = (issuer: string): string =>
  `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;

/** Checks a discovery document against the configuration. Throws AppError "provider_misconfigured" in words for the operator. */
export function readDiscovery(body: unknown, issuer: string, choice: ProviderChoice = {}): ProviderMetadata {
  const parsed = Discovery.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw misconfigured(`its discovery document lacks a usable ${issue?.path.join(".") || "object"}`);
  }
  const found = parsed.data;
  if (found.issuer !== issuer) {
    throw misconfigured(`AUTH_ISSUER is ${issuer}, but it calls itself ${found.issuer}`);
  }
  return {
    issuer: found.issuer,
    authorizationEndpoint: found.authorization_endpoint,
    tokenEndpoint: found.token_endpoint,
    jwksUri: found.jwks_uri,
    userinfoEndpoint: found.userinfo_endpoint ?? null,
    endSessionEndpoint: found.end_session_endpoint ?? null,
    algorithm: chooseAlgorithm(found.id_token_signing_alg_values_supported, choice.algorithm),
    authMethod: chooseAuthMethod(found.token_endpoint_auth_methods_supported, choice.authMethod),
    sendsIssuer: found.authorization_response_iss_parameter_supported,
  };
}

function chooseAlgorithm(offered: readonly string[], wanted: IdTokenAlgorithm | undefined): IdTokenAlgorithm {
  if (wanted && !offered.includes(wanted)) {
    throw misconfigured(`AUTH_ID_TOKEN_ALG is ${wanted}, but it signs with ${offered.join(", ")}`);
  }
  const chosen = wanted ?? idTokenAlgorithms.find((algorithm) => offered.includes(algorithm));
  if (!chosen) throw misconfigured(`it signs with none of ${idTokenAlgorithms.join(", ")}`);
  return chosen;
}

function chooseAuthMethod(offered: readonly string[], wanted: ClientAuthMethod | undefined): ClientAuthMethod {
  const chosen = wanted ?? clientAuthMethods.find((method) => offered.includes(method));
  if (!chosen) throw misconfigured(`its token endpoint takes none of ${clientAuthMethods.join(", ")}`);
  return chosen;
}

const misconfigured = (what: string) =>
  new AppError(
    "unavailable",
    "provider_misconfigured",
    `The identity provider does not fit the configuration: ${what}.`,
  );
