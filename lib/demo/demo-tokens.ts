import { createHmac } from "node:crypto";
import { newTokenText, type TokenKind } from "@/lib/access/token-format";

/**
 * The text of a token of the demo, from a key that is drawn at seeding and kept as a secret setting: so the driver knows its tokens
 * again after a restart while the database keeps hashes only.
 */
export function demoTokenText(key: string, kind: TokenKind, owner: string): string {
  let block = 0;
  const random = (size: number) =>
    createHmac("sha512", key).update(`${kind}/${owner}/${block++}`).digest().subarray(0, size);
  return newTokenText(kind, random);
}
