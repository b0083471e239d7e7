/** How strong a sign-in must have been: one of each that is set, by the id token's `acr` and `amr`. */
export type WantedStrength = { acr?: readonly string[]; amr?: readonly string[] };

/**
 * Whether the provider says in the id token that the sign-in was as strong as is wanted (OpenID Connect Core 1.0, section 2; RFC 8176 for `amr`). What
 * was asked for with acr_values is a wish, which a provider may leave unheeded: only what it answers counts.
 */
export function isStrongEnough(claims: Readonly<Record<string, unknown>>, { acr, amr }: WantedStrength): boolean {
  const methods: readonly unknown[] = Array.isArray(claims.amr) ? claims.amr : [];
  const hasClass = !acr || acr.some((one) => one === claims.acr);
  const hasMethod = !amr || amr.some((one) => methods.includes(one));
  return hasClass && hasMethod;
}
