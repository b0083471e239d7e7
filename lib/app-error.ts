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

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    /** Field or item that the failure is about, e.g. {"field": "effectiveAt"}. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.status = statusOfCode[kind];
  }
}
