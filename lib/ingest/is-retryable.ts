/** serialization_failure, deadlock_detected: the transaction was undone whole and may be tried again. */
const undone = new Set(["40001", "40P01"]);

export function isRetryable(error: unknown): boolean {
  return error instanceof Error && "code" in error && undone.has(String(error.code));
}

/** Whether the server itself answered that it did not do it; otherwise nobody knows whether the commit happened. */
export function isRefusedByServer(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== "PostgresError" || !("code" in error)) return false;
  // Class 57 ends the session, perhaps in the middle of a commit.
  return !String(error.code).startsWith("57");
}

/** Runs `transaction` again while the server undoes it, five times at most. */
export async function retryUndone<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === 5 || !isRetryable(error)) throw error;
    }
  }
}
