/** An expected failure of a start: its message is one line that says what to do, and nothing else is shown. */
export class Problem extends Error {
  name = "Problem";
}

const expected = new Set(["Problem", "EnvError", "EmbeddedPostgresError"]);

/**
 * Shows why a start or a test run ended: one line for what was expected, the whole error for a defect of Muster.
 * @param {unknown} error
 */
export function printProblem(error) {
  const isExpected = error instanceof Error && expected.has(error.name);
  process.stderr.write(isExpected ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`);
}
