/** Why an import cannot be done at all; one line that says what to do. Nothing was written. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}
