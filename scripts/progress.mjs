const isTerminal = process.stdout.isTTY === true;
const secondsSince = (/** @type {number} */ start) => Math.round((Date.now() - start) / 1_000);

/**
 * Runs one step and shows it in one line, with the seconds it takes: rewritten in a terminal, repeated every ten seconds in a log.
 * @template T
 * @param {string} label
 * @param {(note: (text: string) => void) => Promise<T>} run `note` shows how far it is
 * @returns {Promise<T>}
 */
export async function step(label, run) {
  const start = Date.now();
  let latest = "";
  let hasShown = false;
  const show = () => {
    hasShown = true;
    const text = `${label} … ${secondsSince(start)} s${latest && isTerminal ? `, ${latest}` : ""}`;
    process.stdout.write(isTerminal ? `\r\u001b[K${text.slice(0, (process.stdout.columns ?? 80) - 1)}` : `${text}\n`);
  };
  const timer = setInterval(show, isTerminal ? 1_000 : 10_000);
  const note = (/** @type {string} */ text) => {
    latest = text;
    if (isTerminal) show();
    else process.stdout.write(`  ${text}\n`);
  };
  try {
    const value = await run(note);
    const text = `${label}: ${Date.now() - start < 1_000 ? "done" : `${secondsSince(start)} s`}`;
    process.stdout.write(isTerminal && hasShown ? `\r\u001b[K${text}\n` : `${text}\n`);
    return value;
  } catch (error) {
    if (isTerminal && hasShown) process.stdout.write("\n");
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}
