import { parseArgs } from "node:util";
import { type Role, roles } from "@/lib/access/permissions";
import { type TokenKind, tokenKinds } from "@/lib/access/token-format";
import { type Overlap, overlapNames } from "@/lib/access/tokens/rotate-token";

export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Which token gets a successor, by its beginning or its whole text. */
export type RotationRequest = { rotate: string; overlap: Overlap };

export type TokenRequest = {
  kind: TokenKind;
  name: string;
  provider?: string;
  createProvider: true;
  role?: Role;
  isReadOnly: boolean;
  cluster?: string;
  intervalSeconds?: number;
  expiresAt?: Date;
};

const usage =
  "Usage: npm run -s token -- --kind provider --provider SLUG | --kind operator | --kind legacy | --kind api --role ROLE [--write] | --kind cluster --cluster NAME | --kind alert; each with [--name TEXT] [--expires 90d] [--interval SECONDS]; or --rotate PREFIX [--overlap 1h|24h|7d|30d]";

/** What the words after `token` ask for. Throws UsageError, one line. */
export function tokenRequest(words: readonly string[], now: Date): TokenRequest | RotationRequest {
  const values = readWords(words);
  if (values.rotate !== undefined) return rotationRequest(values);
  if (values.overlap !== undefined) throw new UsageError("--overlap goes with --rotate.");
  const kind = tokenKinds.find((known) => known === values.kind);
  if (!kind) throw new UsageError(`--kind must be one of ${tokenKinds.join(", ")}. ${usage}`);
  const role = roles.find((known) => known === values.role);
  if (values.role !== undefined && !role) throw new UsageError(`--role must be one of ${roles.join(", ")}.`);
  return {
    kind,
    name: values.name ?? [kind, values.provider ?? values.cluster ?? values.role].filter(Boolean).join(" "),
    provider: values.provider,
    createProvider: true,
    role,
    isReadOnly: !values.write,
    cluster: values.cluster,
    intervalSeconds: values.interval === undefined ? undefined : wholeNumber(values.interval),
    expiresAt: values.expires === undefined ? undefined : expiry(values.expires, now),
  };
}

function rotationRequest({ rotate = "", overlap = "7d", ...others }: Words): RotationRequest {
  const [other] = Object.keys(others);
  if (other) throw new UsageError(`--${other} cannot stand with --rotate: the new token is as the old one.`);
  if (!/^muster_[a-z]+_[0-9A-Za-z]+$/.test(rotate)) {
    throw new UsageError("--rotate must be the beginning of a token, for example muster_provider_1a2B3c.");
  }
  const known = overlapNames.find((name) => name === overlap);
  if (!known) throw new UsageError(`--overlap must be one of ${overlapNames.join(", ")}.`);
  return { rotate, overlap: known };
}

type Words = ReturnType<typeof readWords>;

function readWords(words: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...words],
      options: {
        kind: text,
        provider: text,
        cluster: text,
        role: text,
        name: text,
        expires: text,
        interval: text,
        rotate: text,
        overlap: text,
        write: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split(". ")[0] : error}. ${usage}`);
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new UsageError("--interval must be a whole number of seconds, for example 30.");
  return Number(text);
}

const msOf = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function expiry(text: string, now: Date): Date {
  const match = /^(\d{1,5})([hdw])$/.exec(text);
  // The pattern has just these three.
  if (match?.[1]) return new Date(now.getTime() + Number(match[1]) * msOf[match[2] as keyof typeof msOf]);
  const date = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new UsageError("--expires must be like 12h, 90d, 4w or 2027-01-31.");
}
