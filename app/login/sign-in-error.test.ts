import { expect, test } from "vitest";
import { signInError } from "./sign-in-error";

test.each([
  "NoRole",
  "TooManyGroups",
  "WeakSignIn",
  "Disabled",
  "Configuration",
  "OAuthSignin",
  "OAuthCallback",
  "Callback",
  "Forged",
  "Unavailable",
])("%s has words of its own that say what to do", (code) => {
  const error = signInError(code, null);
  expect(error?.detail).toMatch(/\b(Ask|ask|try|Try|Start again|log)\b/);
});

test("no error is none", () => {
  for (const value of [undefined, "", "undefined", ["NoRole"]]) expect(signInError(value, null)).toBeNull();
});

test("what stands in the address is never shown", () => {
  const error = signInError("<b>call 0900-666</b>", "call 0900-666");
  expect(JSON.stringify(error)).not.toContain("0900");
  expect(signInError("Unavailable", "0123abcd")?.reference).toBe("0123abcd");
});
