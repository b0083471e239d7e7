import { expect, test } from "vitest";
import { mostJsonBytes, mostYamlBytes, parseDocument } from "./parse-document";
import { readOpenApi } from "./read-openapi";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, host?: string) => readOpenApi(parseDocument(bytes(text)), host);
const errorOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

test("OpenAPI 3.1 in YAML: servers, variables, security, references within the document", () => {
  const found = read(`
openapi: 3.1.0
info: { title: "Fleet  API", version: "2.3" }
servers:
  - url: https://{region}.Example.com:443/v2/
    variables: { region: { default: eu, enum: [eu, us] } }
  - url: ftp://nowhere.example
security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-key }
    login: { type: openIdConnect, openIdConnectUrl: https://login.example }
  pathItems:
    health: { get: { summary: Health, security: [] } }
paths:
  /devices/{id}:
    summary: not an operation
    parameters: [{ name: id, in: path }]
    get: { summary: "Reads\\n a device" }
    delete: { operationId: deleteDevice, deprecated: true, security: [{ login: [] }] }
  /health: { $ref: '#/components/pathItems/health' }
  /maybe: { post: { security: [{}, { key: [] }] } }
  /elsewhere: { servers: [{ url: 'http://other.example:8080' }], put: {} }
  /away: { $ref: 'https://evil.example/paths.yaml#/x' }
  /file: { $ref: '../secret.yaml' }
  /circle: { $ref: '#/paths/~1circle' }
  /gone: { $ref: '#/components/pathItems/none' }
  no-slash: { get: {} }
  x-internal: { get: {} }
`);
  expect(found).toMatchObject({ title: "Fleet API", version: "2.3" });
  const lines = found.operations.map(
    (each) => `${each.method} ${each.host}${each.path} ${each.authentication} ${each.summary}`,
  );
  expect(lines).toEqual([
    "GET eu.example.com/v2/devices/{id} api_key Reads a device",
    "DELETE eu.example.com/v2/devices/{id} oauth deleteDevice",
    "GET eu.example.com/v2/health none Health",
    "POST eu.example.com/v2/maybe none ",
    "PUT other.example:8080/elsewhere api_key ",
  ]);
  expect(found.operations[1]?.isDeprecated).toBe(true);
  expect(found.skipped.map((line) => line.split(":")[0])).toEqual(["/away", "/file", "/circle", "/gone", "no-slash"]);
});

test("Swagger 2 in JSON, and a host in place of the document's", () => {
  const document = JSON.stringify({
    swagger: "2.0",
    info: { title: "Old" },
    host: "old.example.com",
    basePath: "/api",
    securityDefinitions: { pass: { type: "basic" } },
    security: [{ pass: [] }],
    paths: { "/jobs/:job": { get: {}, post: {} } },
  });
  expect(read(document).operations).toMatchObject([
    { host: "old.example.com", method: "GET", path: "/api/jobs/{job}", authentication: "basic" },
    { host: "old.example.com", method: "POST" },
  ]);
  expect(read(document, "new.example.com").operations[0]).toMatchObject({
    host: "new.example.com",
    path: "/api/jobs/{job}",
  });
  expect(read("swagger: 2.0\nhost: a.example\npaths: {}").operations).toEqual([]);
});

test("a document without a host asks for one", () => {
  const document = "openapi: 3.0.3\nservers: [{ url: /v1 }]\npaths: { /a: { get: {} } }";
  expect(errorOf(() => read(document))).toMatchObject({ code: "host_needed" });
  expect(read(document, "a.example").operations[0]).toMatchObject({ host: "a.example", path: "/v1/a" });
});

/** Nine times nine times nine …: 9^30 of them, if each were written out. */
const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
for (let i = 1; i < 30; i++)
  bomb.push(
    `a${i}: &a${i} [${Array(9)
      .fill(`*a${i - 1}`)
      .join(",")}]`,
  );

test.each([
  ["nothing", "", "unreadable_document"],
  ["a sentence", "hello there", "not_openapi"],
  ["a list", "[]", "not_openapi"],
  ["null", "null", "not_openapi"],
  ["another version", "openapi: 4.0.0\npaths: {}", "not_openapi"],
  ["broken JSON", '{"openapi": "3.0.0", "paths": {', "unreadable_document"],
  ["broken YAML", "openapi: 3.0.0\n  paths: [", "unreadable_document"],
  ["a key twice", "openapi: 3.0.0\nopenapi: 3.1.0", "unreadable_document"],
  ["two documents", "openapi: 3.0.0\n---\nopenapi: 3.0.0", "unreadable_document"],
  ["an alias bomb", `openapi: 3.0.0\n${bomb.join("\n")}`, "unreadable_document"],
  ["an alias to itself", "openapi: 3.0.0\npaths: &p { /a: *p }", null],
  ["an alias to nothing", "openapi: 3.0.0\npaths: *none", "unreadable_document"],
  ["a deep nest of YAML", `openapi: ${"[".repeat(200_000)}`, "unreadable_document"],
  ["a deep nest of JSON", `{"openapi":"3.0.0","paths":${"[".repeat(500_000)}${"]".repeat(500_000)}}`, null],
  ["a tag that would make something", "openapi: !!js/function 'function(){ throw 1 }'", "unreadable_document"],
])("%s", (_, text, code) => {
  if (code) expect(errorOf(() => read(text, "a.example"))).toMatchObject({ name: "AppError", code });
  else expect(read(text, "a.example").operations).toEqual([]);
});

test("bytes that are no text, too many bytes, and too many operations", () => {
  expect(errorOf(() => parseDocument(Buffer.from("ff00fe", "hex")))).toMatchObject({ code: "unreadable_document" });
  expect(errorOf(() => parseDocument(new Uint8Array(mostJsonBytes + 1)))).toMatchObject({ code: "too_large" });
  expect(errorOf(() => parseDocument(bytes(`a: "${"x".repeat(mostYamlBytes)}"`)))).toMatchObject({ code: "too_large" });
  const paths = Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`/p${i}`, { get: {} }]));
  const document = JSON.stringify({ openapi: "3.0.0", servers: [{ url: "https://a.example" }], paths });
  expect(errorOf(() => read(document))).toMatchObject({ code: "too_many_operations" });
});

test("keys that every object inherits are not the document's", () => {
  const document =
    '{"openapi":"3.0.0","servers":[{"url":"https://a.example"}],"paths":{"/a":{"__proto__":{"get":{}},"constructor":{}}}}';
  expect(read(document).operations).toEqual([]);
  expect(read("openapi: 3.0.0\n__proto__: { paths: { /a: { get: {} } } }", "a.example").operations).toEqual([]);
  expect(({} as Record<string, unknown>).paths).toBeUndefined();
});
