import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

// Longer ones (hundreds of groups) would not fit the address of the provider's sign-out either.
const mostCharacters = 6_000;
const ivBytes = 12;
const tagBytes = 16;

/**
 * The id token under a key made of the session's cookie (AES-256-GCM, HKDF-SHA-256), of which the database has a hash alone: a copy of the
 * table shows no claim. Null for a token that is too long to be of use.
 */
export function sealIdToken(cookieValue: string, idToken: string): Buffer | null {
  if (idToken.length > mostCharacters) return null;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(cookieValue), iv);
  const sealed = Buffer.concat([cipher.update(idToken, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** The token again; null with another cookie, or when the row was changed. */
export function unsealIdToken(cookieValue: string, sealed: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(cookieValue), sealed.subarray(0, ivBytes));
    decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(sealed.subarray(ivBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}

const keyOf = (cookieValue: string): Buffer => Buffer.from(hkdfSync("sha256", cookieValue, "", "muster id token", 32));
