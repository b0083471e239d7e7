import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

export const tokenKinds = ["provider", "operator", "legacy", "cluster", "alert", "api"] as const;
export type TokenKind = (typeof tokenKinds)[number];

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const secretLength = 32;
const checksumLength = 6;
const prefixLength = 6;
const shape = new RegExp(
  `^muster_(${tokenKinds.join("|")})_([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`,
);

/**
 * muster_<kind>_<32 characters, 190 bits><6 characters of CRC-32>: greppable, and a typing error needs no query.
 * `random` gives that many bytes, each as likely; only the demo gives one of its own.
 */
export function newTokenText(kind: TokenKind, random: (size: number) => Uint8Array = randomBytes): string {
  let secret = "";
  // 248 = 4 × 62: larger bytes are drawn again, so that every character is equally likely.
  while (secret.length < secretLength) {
    for (const byte of random(48)) if (byte < 248 && secret.length < secretLength) secret += alphabet[byte % 62];
  }
  return `muster_${kind}_${secret}${checksum(kind, secret)}`;
}

function checksum(kind: string, secret: string): string {
  let value = crc32(`${kind}_${secret}`);
  let text = "";
  for (let i = 0; i < checksumLength; i++) {
    text = alphabet[value % 62] + text;
    value = Math.floor(value / 62);
  }
  return text;
}

/** The kind and the public prefix of a well-formed token; null for anything else. */
export function parseTokenText(text: string): { kind: TokenKind; prefix: string } | null {
  const match = shape.exec(text);
  if (!match?.[1] || !match[2] || !match[3]) return null;
  const [, kind, secret, sum] = match;
  if (checksum(kind, secret) !== sum) return null;
  return { kind: kind as TokenKind, prefix: `muster_${kind}_${secret.slice(0, prefixLength)}` };
}

/** What the database keeps. The secret has 190 random bits, so a plain SHA-256 is enough. */
export const hashToken = (text: string): Buffer => createHash("sha256").update(text).digest();
