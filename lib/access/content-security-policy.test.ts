import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const page = { nonce: "abc", issuerOrigin: "https://sso.example", isLogin: false, isDevelopment: false, isHttps: true };

test("scripts run by nonce alone, and nothing frames the page", () => {
  const policy = contentSecurityPolicy(page);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy.match(/script-src[^;]*/)?.[0]).not.toMatch(/unsafe/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("upgrade-insecure-requests");
});

test("forms lead to Muster and to its provider; from the sign-in page on to where that sends them", () => {
  expect(contentSecurityPolicy(page)).toContain("form-action 'self' https://sso.example;");
  expect(contentSecurityPolicy({ ...page, isLogin: true })).toContain("form-action 'self' https://sso.example https:;");
  expect(contentSecurityPolicy({ ...page, issuerOrigin: null })).toContain("form-action 'self';");
});

test("plain http stays plain, so that a local Muster works", () => {
  expect(contentSecurityPolicy({ ...page, isHttps: false })).not.toContain("upgrade-insecure-requests");
});
