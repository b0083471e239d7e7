import { expect } from "@playwright/test";
import { pageRules } from "./support/access-rules";
import { ask } from "./support/ask";
import { askRaw } from "./support/ask-raw";
import { signInEveryRole } from "./support/people";
import { test } from "./support/test";

const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
};

test("every page runs scripts of its own nonce alone, is framed by nobody and kept by nobody", async ({
  db,
  webUrl,
}) => {
  const { admin } = await signInEveryRole(db, webUrl);
  const nonces = new Set<string>();
  const paths = [
    "/login",
    ...Object.keys(pageRules).filter((path) => !path.includes("[") && path !== "/" && path !== "/settings"),
  ];
  for (const path of paths) {
    const { status, headers, text } = await ask(`${webUrl}${path}`, {
      headers: path === "/login" ? {} : { cookie: admin.cookie },
    });
    expect([path, status]).toEqual([path, 200]);
    const policy = headers.get("content-security-policy") ?? "";
    const scripts = policy.split("; ").find((each) => each.startsWith("script-src ")) ?? "";
    expect(scripts, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? "";
    nonces.add(nonce);
    for (const directive of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(directive);
    for (const [tag] of text.matchAll(/<script\b[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
    expect(text, path).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    for (const [name, value] of Object.entries(everywhere))
      expect([path, name, headers.get(name)]).toEqual([path, name, value]);
    expect(headers.get("cache-control"), path).toContain("no-store");
  }
  expect(nonces.size).toBe(paths.length);
});

test("what is no page may draw and run nothing", async ({ webUrl }) => {
  for (const [path, status] of Object.entries({
    "/api/v1/fleet/summary": 401,
    "/api/openapi.json": 401,
    "/healthz": 200,
  })) {
    const answer = await ask(`${webUrl}${path}`);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    for (const [name, value] of Object.entries(everywhere))
      expect([path, name, answer.headers.get(name)]).toEqual([path, name, value]);
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{16}$/);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("server") ?? answer.headers.get("x-powered-by")).toBeNull();
  }
});

test("what is not there, and methods that are not, are problems under /api", async ({ webUrl }) => {
  const missing = await ask(`${webUrl}/api/v1/nothing`);
  expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  const method = await ask(`${webUrl}/api/v1/devices`, { method: "DELETE" });
  expect([method.status, method.headers.get("allow"), method.headers.get("content-type")]).toEqual([
    405,
    "GET, HEAD",
    "application/problem+json",
  ]);
  expect(JSON.parse(method.text)).toMatchObject({ status: 405, code: "method_not_allowed" });
});

test("a doubled Host and a method that is none are refused by both servers", async ({ gatewayUrl, webUrl }) => {
  for (const url of [webUrl, gatewayUrl]) {
    const { port } = new URL(url);
    const host = `Host: localhost:${port}`;
    expect(await askRaw(url, ["GET /healthz HTTP/1.1", host, host])).toMatch(/^HTTP\/1\.1 400 .*doubled_host/s);
    expect(await askRaw(url, ["TRACE /healthz HTTP/1.1", host, "connection: close"])).toMatch(/^HTTP\/1\.1 40[05] /);
  }
});

test("a page says which filter of its address is wrong", async ({ page, signIn }) => {
  await signIn("viewer");
  await page.goto("/fleet/devices?state=gone");
  await expect(page.getByRole("alert").filter({ hasText: "The filter's state is wrong" })).toBeVisible();
  await page.getByRole("button", { name: "Show it without filters" }).click();
  await expect(page).toHaveURL(/\/fleet\/devices$/);
  await expect(page.getByRole("heading", { name: "Devices", exact: true })).toBeVisible();
});

test("the page of the API shows every endpoint with a call to try", async ({ page, signIn, takeScreenshot }) => {
  await signIn("viewer");
  await page.goto("/settings/api");
  await page.getByText("GET /api/v1/devices", { exact: true }).click();
  await expect(page.getByLabel("Try GET /api/v1/devices", { exact: true })).toContainText(
    'curl -H "Authorization: Bearer $MUSTER_TOKEN"',
  );
  await expect(page.getByRole("region", { name: "Parameters of /api/v1/devices", exact: true })).toContainText(
    "integer, 1 to 500",
  );
  await takeScreenshot("api");
});
