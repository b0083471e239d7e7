/** How often something may be: `burst` at once, and from then on `perMinute`. */
export type Rate = { burst: number; perMinute: number };

const mostKeys = 20_000;

/**
 * A rate for each key (a token, a person, an address), in this process's memory: the generic cell rate algorithm, one number a
 * key, at most 20,000 of them, the longest unused forgotten first. Libraries keep a timer a key and as many keys as strangers care to make.
 */
export class RateLimit {
  /** The moment at which the key would have its whole burst again; in the order of use. */
  readonly #fullAt = new Map<string, number>();
  readonly #stepMs: number;
  readonly #burstMs: number;

  constructor({ burst, perMinute }: Rate) {
    this.#stepMs = 60_000 / perMinute;
    this.#burstMs = burst * this.#stepMs;
  }

  /** Takes one: 0 when it is allowed, else in how many seconds to try again (nothing is taken then). */
  take(key: string, nowMs: number): number {
    const fullAt = Math.max(nowMs, this.#fullAt.get(key) ?? 0) + this.#stepMs;
    const waitMs = fullAt - nowMs - this.#burstMs;
    if (waitMs > 0) return Math.ceil(waitMs / 1_000);
    this.#fullAt.delete(key);
    this.#fullAt.set(key, fullAt);
    if (this.#fullAt.size > mostKeys) {
      for (const oldest of this.#fullAt.keys()) {
        this.#fullAt.delete(oldest);
        break;
      }
    }
    return 0;
  }

  get size(): number {
    return this.#fullAt.size;
  }
}

/** Whose requests count together: an address of IPv4, and of IPv6 the /64 that one customer has. */
export function addressKey(address: string | undefined): string {
  if (!address?.includes(":")) return address ?? "";
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const groups = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  return [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after].slice(0, 4).join(":");
}
