import { expect, test } from "vitest";
import { newTokenText } from "@/lib/access/token-format";
import { IdentifierScanner, isIdentifierLike, isSecretLike } from "./identifier-scanner";

const token = newTokenText("provider");

function scanned(bytes: Uint8Array, pieceBytes = bytes.length): Map<string, number> {
  const scanner = new IdentifierScanner();
  const found = new Map<string, number>();
  const add = (batch: ReadonlyMap<string, number>) => {
    for (const [text, count] of batch) found.set(text, (found.get(text) ?? 0) + count);
  };
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    for (const batch of scanner.push(bytes.subarray(at, at + pieceBytes))) add(batch);
  }
  for (const batch of scanner.end()) add(batch);
  return found;
}

test.each([
  ["a line", token],
  ["a CSV", `1,"${token}",x@example.com\r\n`],
  ["minified JSON", `[{"token":"${token}","user":{"id":17}}]`],
  ["a header", `Authorization: Bearer ${token}`],
  ["an address", `https://fleet.example/v1?token=${token}&x=1`],
  ["a variable", `export TOKEN=${token};`],
  ["SQL", `INSERT INTO t VALUES ('${token}','a');`],
  ["glued to other characters", `xx${token}yy`],
  ["a sentence", `It was ${token}.`],
])("a token is found in %s", (_, text) => {
  expect(scanned(Buffer.from(text)).get(token)).toBe(1);
});

test("wherever it is cut into pieces, the same is found as often", () => {
  const bytes = Buffer.from(`user-4711,${token},gpu-0001,someone@example.com\n`.repeat(3));
  const whole = scanned(bytes);
  expect(whole.get("someone@example.com")).toBe(3);
  for (const pieceBytes of [1, 2, 7, 50, 51]) expect(scanned(bytes, pieceBytes)).toEqual(whole);
});

test("UTF-16 is read, and binary is no trouble", () => {
  expect(scanned(Buffer.from(`\uFEFF${token}\n`, "utf16le")).has(token)).toBe(true);
  const binary = Buffer.alloc(100_000, 0xff);
  binary.write(token, 50_000, "latin1");
  expect([...scanned(binary, 999).keys()]).toEqual([token]);
});

test("a text without any separator is held no longer than it must", () => {
  const long = `${"a".repeat(300_000)}${token}${"b".repeat(300_000)}`;
  expect(scanned(Buffer.from(long), 10_000).get(token)).toBeGreaterThanOrEqual(1);
});

test("what is kept looks like an id, and what gateways look for like a secret", () => {
  expect(["password", "gpu-1", "confidential"].filter(isIdentifierLike)).toEqual([]);
  expect(["gpu-000123", "a@b.example", token].filter((each) => !isIdentifierLike(each))).toEqual([]);
  expect([token, "8f14e45fceea167a5a36dedd4bea2543"].every(isSecretLike)).toBe(true);
  expect(["3f2504e0-4f89-11d3-9a0c-0305e82c3301", "someone1@example-company.com"].some(isSecretLike)).toBe(false);
});
