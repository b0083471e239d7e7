import { expect, test } from "vitest";
import { hashToken, newTokenText, parseTokenText } from "./token-format";

test("a new token parses to its kind and prefix", () => {
  const text = newTokenText("provider");
  expect(parseTokenText(text)).toEqual({ kind: "provider", prefix: text.slice(0, "muster_provider_".length + 6) });
  expect(hashToken(text)).toHaveLength(32);
});

test("a token with one character changed does not parse", () => {
  const text = newTokenText("api");
  const changed = text.slice(0, -10) + (text.at(-10) === "a" ? "b" : "a") + text.slice(-9);
  expect(parseTokenText(changed)).toBeNull();
});

test("another kind in front of the same secret does not parse", () => {
  expect(parseTokenText(newTokenText("provider").replace("provider", "operator"))).toBeNull();
});
