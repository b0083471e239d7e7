import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { openFinding } from "@/lib/findings/open-finding";
import { signWebhook } from "@/lib/notify/webhooks/sign-webhook";
import { type Received, type Receiver, startReceiver } from "@/lib/notify/webhooks/testing/start-receiver";
import { expectAccessible } from "./support/expect-accessible";
import { test as base } from "./support/test";

const test = base.extend<{ receiver: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.stop();
  },
});

/** As a receiver verifies: any of the signatures, over what came. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const id = String(headers["webhook-id"]);
  const now = new Date(Number(headers["webhook-timestamp"]) * 1_000);
  const expected = signWebhook({ id, body, now }, [secret])["webhook-signature"];
  return String(headers["webhook-signature"]).split(" ").includes(expected);
}

test("an admin makes a webhook, tests it, and its receiver verifies what happens; what fails is sent again", async ({
  page,
  signIn,
  db,
  receiver,
  takeScreenshot,
}) => {
  const name = `Pager ${randomUUID().slice(0, 8)}`;
  await signIn("admin");
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "Create webhook" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page, "the form of a webhook");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill("http://hooks.example.com/x");
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  await expect(dialog.getByText(/must be at a host of WEBHOOK_HOSTS/)).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue(name);
  await dialog.getByLabel("Address").fill(`${receiver.url}/hook?key=of-the-path`);
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  const secret = (await dialog.getByText(/^whsec_/).textContent()) ?? "";
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  const listed = page.getByRole("row", { name });
  await expect(listed).toContainText("Enabled");
  await expect(listed).not.toContainText("of-the-path");
  await takeScreenshot("webhooks");
  await expectAccessible(page, "the webhooks");
  await page.goto((await listed.getByRole("link", { name }).getAttribute("href")) ?? "");
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByRole("row", { name: /webhook\.test/ })).toContainText("Delivered");
  expect(receiver.received.map((each) => isSigned(each, secret))).toEqual([true]);

  // A receiver that is broken: the finding's message waits, the test is a dead letter that says what to do.
  receiver.answer = { status: 401 };
  const rule = "posture.example";
  const found = {
    rule,
    fingerprint: `${rule}/${name}`,
    title: `Found by ${name}`,
    summary: "",
    severity: "low" as const,
  };
  const facts = { ...found, confidence: 1, subjects: {}, evidence: {}, startedAt: new Date() };
  const finding = await openFinding(db, facts, new Date());
  const told = page.getByRole("row", { name: /finding\.opened/ });
  await expect
    .poll(() => receiver.received.some(({ body }) => body.includes(finding.id)), { timeout: 30_000 })
    .toBe(true);
  await page.getByRole("button", { name: "Send a test" }).click();
  const dead = page.getByRole("row", { name: /Dead letter/ });
  await expect(dead).toContainText("Does it have the right secret?");
  await page.reload();
  await expect(told.filter({ hasText: "Waiting" }).first()).toBeVisible();
  await takeScreenshot("webhook");
  await expectAccessible(page, "a webhook");
  await page.setViewportSize({ width: 390, height: 900 });
  await expectAccessible(page, "a webhook on a phone");
  await page.setViewportSize({ width: 1_440, height: 900 });

  receiver.answer = { status: 204 };
  const first = receiver.received.at(-1);
  await dead.getByRole("button", { name: /^Send test_.* again$/ }).click();
  await expect(dead).toHaveCount(0);
  await expect
    .poll(
      () => receiver.received.filter(({ headers }) => headers["webhook-id"] === first?.headers["webhook-id"]).length,
    )
    .toBe(2);
  await page
    .getByRole("button", { name: /^Show the body of test_/ })
    .first()
    .click();
  await expect(page.getByRole("dialog").getByText(`Test of “${name}”`)).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Rotate secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
  const second =
    (await page
      .getByRole("dialog")
      .getByText(/^whsec_/)
      .textContent()) ?? "";
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText("Old secret signs until")).toBeVisible();
  const before = receiver.received.length;
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect.poll(() => receiver.received.length).toBeGreaterThan(before);
  const last = receiver.received.at(-1) as Received;
  expect([isSigned(last, secret), isSigned(last, second)]).toEqual([true, true]);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByLabel(/Type the webhook's name/).fill(name);
  await page.getByRole("button", { name: "Remove webhook" }).click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  await expect(page.getByRole("row", { name })).toHaveCount(0);
  await db.$client`delete from findings where id = ${finding.id}`;
});

test("whoever is no admin is told who sees webhooks", async ({ page, signIn }) => {
  await signIn("responder");
  await page.goto("/settings/webhooks");
  await expect(page.getByRole("heading", { name: "Your role does not see webhooks" })).toBeVisible();
});
