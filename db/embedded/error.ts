/** Why the embedded server does not run: one line that says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

/** The line of a program's output, or of its error, that tells the reason. */
export function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr || error.message) : String(error);
  if (/No space left/i.test(stderr)) return "the disk is full. Make room (5 GB for the demo) and start again.";
  const line = stderr.split("\n").find((text) => /error|fatal|panic|could not/i.test(text));
  return line?.trim() ?? stderr.trim().slice(0, 200);
}
