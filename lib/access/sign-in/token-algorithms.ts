/** Signatures that an id or logout token may carry, in the order in which Muster takes them: none that a shared secret could make. */
export const idTokenAlgorithms = [
  "RS256",
  "PS256",
  "ES256",
  "EdDSA",
  "PS384",
  "ES384",
  "RS384",
  "PS512",
  "ES512",
  "RS512",
] as const;
export type IdTokenAlgorithm = (typeof idTokenAlgorithms)[number];

/** How Muster shows its secret at the token endpoint. */
export const clientAuthMethods = ["client_secret_basic", "client_secret_post"] as const;
export type ClientAuthMethod = (typeof clientAuthMethods)[number];
