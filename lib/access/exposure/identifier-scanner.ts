import { parseTokenText, tokenKinds } from "@/lib/access/token-format";

/** Shorter ones are words of a language, longer ones are no ids. */
const shortest = 4;
const longest = 256;
const wordsABatch = 5_000;
/** Without a separator for that long it is no list; what stands across the cut is still found by its tail. */
const mostCarried = 65_536;

const words = /[0-9A-Za-z._~@+/=:-]{4,}/g;
const lastSeparator = /[^0-9A-Za-z._~@+/=:-][0-9A-Za-z._~@+/=:-]*$/;
const musterTokens = new RegExp(`muster_(?:${tokenKinds.join("|")})_[0-9A-Za-z]{38}`, "g");

/** Identifier -> how often. */
export type IdentifierBatch = ReadonlyMap<string, number>;

/**
 * Takes a list of any form in pieces and gives the identifiers in it: every run of characters as in tokens, addresses and ids, and its parts
 * between : = and /. Holds no more than a batch and the end of the last piece. Text in UTF-16 is read too.
 */
export class IdentifierScanner {
  #carry = "";
  #batch = new Map<string, number>();

  *push(bytes: Uint8Array): Generator<IdentifierBatch> {
    // One character a byte: what is not ASCII separates. The zeros are UTF-16's.
    const text =
      this.#carry + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").replaceAll("\0", "");
    const tail = lastSeparator.exec(text.slice(-mostCarried));
    const isWhole = tail !== null || text.length < mostCarried;
    this.#carry = tail ? tail[0].slice(1) : isWhole ? text : text.slice(-longest);
    yield* this.#scan(isWhole ? text.slice(0, text.length - this.#carry.length) : text);
  }

  *end(): Generator<IdentifierBatch> {
    yield* this.#scan(this.#carry);
    this.#carry = "";
    if (this.#batch.size > 0) yield this.#take();
  }

  *#scan(text: string): Generator<IdentifierBatch> {
    for (const [word] of text.matchAll(words)) {
      for (const each of identifiersOf(word)) this.#batch.set(each, (this.#batch.get(each) ?? 0) + 1);
      if (this.#batch.size >= wordsABatch) yield this.#take();
    }
  }

  #take(): IdentifierBatch {
    const batch = this.#batch;
    this.#batch = new Map();
    return batch;
  }
}

function identifiersOf(word: string): Set<string> {
  const found = new Set<string>();
  const whole = trimmed(word);
  if (isOfLength(whole)) found.add(whole);
  // base64 ends with it, and so does a key without a value.
  const bare = whole.replace(/=+$/, "");
  if (isOfLength(bare)) found.add(bare);
  if (/[:=/]/.test(bare)) {
    for (const part of bare.split(/[:=/]/).map(trimmed)) if (isOfLength(part)) found.add(part);
  }
  for (const [token] of word.matchAll(musterTokens)) if (parseTokenText(token)) found.add(token);
  return found;
}

const trimmed = (word: string): string => word.replace(/^[^0-9A-Za-z]+/, "").replace(/[^0-9A-Za-z=]+$/, "");
const isOfLength = (word: string): boolean => word.length >= shortest && word.length <= longest;

/** Whether it looks like an id, an address or a secret and not like a word, so that its HMAC is worth keeping. */
export const isIdentifierLike = (text: string): boolean => text.length >= 8 && /[0-9@]/.test(text);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it may be what opens something: gateways look for these among the tokens that they refuse. */
export const isSecretLike = (text: string): boolean =>
  parseTokenText(text) !== null ||
  (text.length >= 20 && /[0-9]/.test(text) && /[A-Za-z]/.test(text) && !text.includes("@") && !uuid.test(text));
