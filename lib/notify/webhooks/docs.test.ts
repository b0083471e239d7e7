import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { retryDelayMs, usualAttempts } from "@/lib/notify/deliveries/retry-delay";
import { signWebhook } from "./sign-webhook";
import { newWebhookSecret } from "./webhook-secret";

const document = readFileSync("docs/webhooks.md", "utf8");
const folder = mkdtempSync(join(tmpdir(), "muster-docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Verify = (headers: Record<string, string>, body: string, secret: string, nowMs?: number) => boolean;

async function documented(): Promise<Verify> {
  const [, code = ""] = /```js\n([\s\S]*?)```/.exec(document) ?? [];
  const file = join(folder, "verify.mjs");
  writeFileSync(file, code);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)).isFromMuster;
}

test("the document's code verifies what Muster signs, with either secret, and nothing else", async () => {
  const isFromMuster = await documented();
  const [old, fresh, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const now = new Date("2026-11-21T08:00:00Z");
  const body = '{"title":"Überfall"}';
  const headers = { ...signWebhook({ id: "evt_1", body, now }, [fresh, old]) };
  const judge = (secret: string, changed: Record<string, string> = {}, text = body, at = now.getTime()) =>
    isFromMuster({ ...headers, ...changed }, text, secret, at);
  expect([judge(old), judge(fresh), judge(foreign)]).toEqual([true, true, false]);
  expect(judge(fresh, {}, `${body} `)).toBe(false);
  expect(judge(fresh, { "webhook-id": "evt_2" })).toBe(false);
  expect(judge(fresh, { "webhook-timestamp": "1795248001" })).toBe(false);
  expect(judge(fresh, { "webhook-signature": "v1, v2,x" })).toBe(false);
  expect(judge(fresh, {}, body, now.getTime() + 301_000)).toBe(false);
});

test("the document says how often and when it is tried", () => {
  expect(document).toContain(`${usualAttempts} attempts, ${retryDelayMs(1, 0.5) / 1_000} s after the first`);
});
