/** One line on stderr that is written over on a terminal, and a line every ten seconds elsewhere. */
export function showProgress(): { show: (what: string, done: number, of: number) => void; end: () => void } {
  const isTerminal = process.stderr.isTTY;
  let last = 0;
  return {
    show(what, done, of) {
      const now = performance.now();
      if (now - last < (isTerminal ? 100 : 10_000)) return;
      last = now;
      const share = of > 0 ? ` of ${of.toLocaleString("en-GB")} (${Math.floor((100 * done) / of)} %)` : "";
      process.stderr.write(
        `${isTerminal ? "\r\x1b[K" : ""}${what}: ${done.toLocaleString("en-GB")}${share}${isTerminal ? "" : "\n"}`,
      );
    },
    end() {
      if (isTerminal && last > 0) process.stderr.write("\r\x1b[K");
    },
  };
}
