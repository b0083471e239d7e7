import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { readOpenApi } from "@/lib/endpoints/openapi/read-openapi";
import { ownEndpoints } from "@/lib/endpoints/own-endpoints";
import { apiEndpoints } from "./endpoints";
import { musterDocument } from "./muster-document";

const document = musterDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
);

test("it is a document of OpenAPI 3.1, by the standard's own schema", async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

test("it describes every endpoint of the gateway and of the JSON API, and no others", () => {
  const own = ownEndpoints.filter(({ server, path }) => server === "gateway" || path.startsWith("/api/v1/"));
  const wanted = new Set(own.map(({ method, path }) => `${method} ${path.replaceAll(/\[(\w+)\]/g, "{$1}")}`));
  expect(operations.map(({ key }) => key).sort()).toEqual([...wanted].sort());
});

test("the list of Muster's own endpoints asks for the permission that the endpoint has", () => {
  for (const { method, path, permission } of apiEndpoints) {
    const own = ownEndpoints.find((each) => each.method === method && each.path === path);
    expect([method, path, own?.access]).toEqual([method, path, permission]);
  }
});

test("every operation has a name of its own and says how it fails", () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { key, operation } of operations) {
    const responses = Object.keys(operation.responses as object);
    expect(
      responses.some((status) => status.startsWith("2")),
      key,
    ).toBe(true);
    expect(
      responses.some((status) => Number(status) >= 400),
      key,
    ).toBe(true);
  }
});

test("the register of public endpoints can import it", () => {
  const read = readOpenApi(document);
  expect(read.skipped).toEqual([]);
  expect(read.operations.length).toBeGreaterThanOrEqual(operations.length);
});
