const statusOfCode = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  too_many_requests: 429,
  unavailable: 503,
} as const;

export type ErrorKind = keyof typeof statusOfCode;

/**
 * An expected failure: `code` is stable and for programs, `message` is for the person and says what to do.
 * Action wrapper and servers turn it into a value or a problem+json; anything else is unexpected and is never shown.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly status: number;
  /** What the server that draws pages hands on to the browser of an error that it met, instead of the error itself. */
  readonly digest?: string;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    /** Field or item that the failure is about, e.g. {"field": "effectiveAt"}. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.status = statusOfCode[kind];
    if (askersMistakes.has(kind)) this.digest = `${refusedMark}${message}`;
  }
}

/** Whoever asked can mend these by asking otherwise, and is told how. */
const askersMistakes: ReadonlySet<ErrorKind> = new Set([
  "bad_request",
  "conflict",
  "unprocessable",
  "too_many_requests",
]);
const refusedMark = "refused: ";

/** The words of an expected refusal in the digest of a page's error; null for an unexpected one, whose digest is a reference. */
export function refusalOf(digest: string | undefined): string | null {
  return digest?.startsWith(refusedMark) ? digest.slice(refusedMark.length) : null;
}
