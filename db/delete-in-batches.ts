const rowsAtOnce = 10_000;

/**
 * Runs `remove`, which deletes at most `limit` rows, until there are no more: small transactions, so that nobody waits
 * long for a lock.
 */
export async function deleteInBatches(remove: (limit: number) => PromiseLike<{ count: number }>): Promise<void> {
  while ((await remove(rowsAtOnce)).count === rowsAtOnce);
}
