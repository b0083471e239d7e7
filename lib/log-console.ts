import type { Logger } from "./log";

const levelOf = { error: "error", warn: "warn", log: "info", info: "info" } as const;

/**
 * From now on what a library writes on the console becomes records of `log`: Next prints every error of a page as it stands, with
 * the query, its values and a stack. An expected failure (a filter in an address that is wrong) is no error of ours.
 */
export function logConsole(log: Logger): void {
  for (const method of ["error", "warn", "log", "info"] as const) {
    console[method] = (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error);
      if (error?.name === "AppError") log.info({ code: "code" in error ? error.code : undefined }, "refused");
      else if (error) log[levelOf[method]]({ err: error, ...digestOf(error) }, "Next met an error");
      else log[levelOf[method]]({}, parts.map(String).join(" "));
    };
  }
}

/** The reference that the browser shows instead of the error. */
const digestOf = (error: Error) => ("digest" in error ? { reference: error.digest } : {});
