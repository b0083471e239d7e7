import { hkdfSync } from "node:crypto";
import { sealText, unsealText } from "@/lib/access/secrets/seal-text";

// Longer ones (hundreds of groups) would not fit the address of the provider's sign-out either.
const mostCharacters = 6_000;

/**
 * The id token under a key made of the session's cookie (AES-256-GCM, HKDF-SHA-256), of which the database has a hash alone: a copy of the
 * table shows no claim. Null for a token that is too long to be of use.
 */
export function sealIdToken(cookieValue: string, idToken: string): Buffer | null {
  return idToken.length > mostCharacters ? null : sealText(keyOf(cookieValue), idToken);
}

/** The token again; null with another cookie, or when the row was changed. */
export function unsealIdToken(cookieValue: string, sealed: Uint8Array): string | null {
  return unsealText(keyOf(cookieValue), sealed);
}

const keyOf = (cookieValue: string): Buffer => Buffer.from(hkdfSync("sha256", cookieValue, "", "muster id token", 32));
