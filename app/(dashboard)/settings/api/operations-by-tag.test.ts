import { expect, test } from "vitest";
import { musterDocument } from "@/app/api/muster-document";
import { operationsByTag } from "./operations-by-tag";

const operations = operationsByTag(musterDocument()).flatMap((group) => group.operations);
const find = (id: string) => operations.find((each) => each.id === id);

test("every operation of the document is shown, with a call to try", () => {
  const all = Object.values(musterDocument().paths).flatMap((methods) => Object.keys(methods));
  expect(operations).toHaveLength(all.length);
  for (const { curl, answer, path } of operations) {
    expect(curl, path).toMatch(/^curl .*"http:\/\/localhost:\d+\/\S+"$/);
    expect(answer, path).not.toMatch(/undefined|\[object|\$ref/);
  }
});

test("a call says what it must: token, body, address of the gateway", () => {
  expect(find("getDevices")?.curl).toBe(
    'curl -H "Authorization: Bearer $MUSTER_TOKEN" "http://localhost:3000/api/v1/devices"',
  );
  expect(find("postChanges")?.curl).toContain('"kind":"deployment","title":"…","starts_at":"2024-04-25T08:05:00Z"');
  expect(find("gatewayV1Heartbeats")?.curl).toMatch(/"device":"…".* "http:\/\/localhost:4000\/v1\/heartbeats"$/);
  expect(find("gatewayHealthz")?.curl).toBe('curl "http://localhost:4000/healthz"');
});

test("an answer is drawn with what it refers to", () => {
  const { answer, parameters } = find("getDevices") ?? { answer: "", parameters: [] };
  expect(answer).toContain("items: [ {\n");
  expect(answer).toContain("state: connected | blocked | silent");
  expect(answer).toContain("next: string or null");
  expect(parameters.find(({ name }) => name === "limit")).toMatchObject({ kind: "integer, 1 to 500" });
});
