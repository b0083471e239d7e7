import { afterEach, expect, test } from "vitest";
import { AppError } from "./app-error";
import type { Logger } from "./log";
import { logConsole } from "./log-console";

/** As a library has it. */
const library = globalThis.console;
const own = { ...library };
afterEach(() => Object.assign(library, own));

/** What reaches a log instead of the console. */
function records() {
  const found: unknown[][] = [];
  const note = (level: string) => (fields: object, message: string) => found.push([level, fields, message]);
  // Of a logger only these are called.
  const log = { error: note("error"), warn: note("warn"), info: note("info") } as unknown as Logger;
  logConsole(log);
  return found;
}

test("an error goes to the log as one, with the reference that the browser shows", () => {
  const found = records();
  const error = Object.assign(new Error("away"), { digest: "731561394" });
  library.error("⨯", error);
  expect(found).toEqual([["error", { err: error, reference: "731561394" }, "Next met an error"]]);
});

test("an expected failure is a line without a stack, a text stays a text", () => {
  const found = records();
  library.error(new AppError("bad_request", "bad_filter", "The filter's q is wrong."));
  library.warn("two", "words");
  expect(found).toEqual([
    ["info", { code: "bad_filter" }, "refused"],
    ["warn", {}, "two words"],
  ]);
});
