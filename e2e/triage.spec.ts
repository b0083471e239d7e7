import { expect, type Page } from "@playwright/test";
import type { Database } from "@/db/client";
import { systemCtx } from "@/lib/context";
import { getFinding } from "@/lib/findings/list-findings";
import { makeFinding } from "@/lib/findings/testing/make-findings";
import { acknowledgeFindings } from "@/lib/findings/triage/acknowledge-findings";
import { resolveFindings } from "@/lib/findings/triage/resolve-findings";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

const severities = ["critical", "high", "medium", "low"] as const;

/** Four findings of a rule that nobody else has, the gravest first in the list. */
async function makeFour(db: Database) {
  const rule = `external.e2e-${Date.now()}`;
  const made = [];
  for (const [index, severity] of severities.entries()) {
    const given = { rule, severity, title: `Shell in pod ${index} of ${rule}`, subjects: { cluster: "blue" } };
    const evidence = {
      pod: `worker-${index}`,
      since: "2026-04-25T08:05:00Z",
      processes: [{ name: "bash", user: "root" }],
    };
    made.push(await makeFinding(db, { ...given, evidence, attack: ["T1059"] }, new Date()));
  }
  const [first, second, third, fourth] = made;
  if (!first || !second || !third || !fourth) throw new Error("Four were made.");
  return { rule, first, second, third, fourth, ctx: systemCtx(db, "somebody else", new Date()) };
}

/** Other specs' findings are not in the way of the next. */
async function takeAway(db: Database, rule: string) {
  await db.$client`delete from findings where rule = ${rule}`;
}

const item = (page: Page, index: number) =>
  page
    .getByRole("list", { name: "Findings" })
    .getByRole("listitem")
    .filter({ hasText: `Shell in pod ${index} ` });

test("findings are worked through by keyboard: acknowledged, undone, selected, suppressed and resolved", async ({
  page,
  db,
  signIn,
}) => {
  const { rule, first, third, ctx } = await makeFour(db);
  const name = `Mia ${Date.now()}`;
  await signIn("responder", name);
  await page.goto(`/findings?rule=${rule}`);
  await expect(item(page, 0)).toHaveAttribute("aria-current", "true");
  const pane = page.getByRole("region", { name: "Finding", exact: true });
  await expect(pane.getByRole("region", { name: "Why did this fire" })).toContainText("worker-0");

  await page.keyboard.press("a");
  await expect(item(page, 0)).toContainText("In progress");
  await expect(item(page, 0)).toContainText(name);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(item(page, 0)).toContainText("New");
  await expect.poll(async () => (await getFinding(ctx, first.id)).status).toBe("new");

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(item(page, 2)).toHaveAttribute("aria-current", "true");
  await expect(item(page, 2).getByRole("link")).toBeFocused();
  await expect(pane).toContainText("worker-2");
  await page.keyboard.press("x");
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Suppress 2 findings" });
  await dialog.getByLabel("Reason").fill("A planned ja test.");
  await dialog.getByRole("button", { name: "Suppress" }).click();
  await expect(item(page, 1)).toContainText("Suppressed");
  await expect(item(page, 2)).toContainText("Suppressed");
  await expect.poll(async () => (await getFinding(ctx, third.id)).status).toBe("suppressed");

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(item(page, 3)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("r");
  await expect(item(page, 3)).toContainText("Resolved");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Acknowledge: you look at it");
  await page.keyboard.press("Escape");

  await page.goto("/findings/suppressions");
  const rows = page.getByRole("row").filter({ hasText: `of ${rule}` });
  await expect(rows).toHaveCount(2);
  await rows
    .first()
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await expect(rows).toHaveCount(1);
  await takeAway(db, rule);
});

test("whoever is too late sees how it stands now, and a key that is typed into a field is text", async ({
  page,
  db,
  signIn,
}) => {
  const { rule, first, second, ctx } = await makeFour(db);
  await signIn("responder");
  // Nothing tells this page of the change: as with a connection that hangs.
  await page.route("**/api/events", (route) => route.abort());
  await page.goto(`/findings?rule=${rule}`);
  await expect(item(page, 0)).toContainText("New");
  await resolveFindings(ctx, { seen: [first] });
  await page.keyboard.press("a");
  await expect(page.getByText("Somebody changed it meanwhile. It is resolved now.", { exact: true })).toBeVisible();
  await expect(item(page, 0)).toContainText("Resolved");
  expect((await getFinding(ctx, first.id)).version).toBe(2);

  await page.keyboard.press("/");
  await page.keyboard.type("ajar");
  await expect(page.getByLabel("Text")).toHaveValue("ajar");
  expect((await getFinding(ctx, second.id)).status).toBe("new");
  await takeAway(db, rule);
});

test("what another does shows by itself and keeps its place; what is new waits", async ({ page, db, signIn }) => {
  const { rule, first, second, ctx } = await makeFour(db);
  await signIn("responder");
  await page.goto(`/findings?rule=${rule}`);
  await acknowledgeFindings(ctx, { seen: [second] });
  await expect(item(page, 1)).toContainText("In progress");
  await resolveFindings(ctx, { seen: [first] });
  await makeFinding(db, { rule, severity: "critical", title: `Shell in pod 9 of ${rule}` }, new Date());
  await page.getByRole("button", { name: "Show 1 new" }).click();
  await expect(item(page, 9)).toBeVisible();
  await expect(item(page, 0)).toHaveCount(0);
  await takeAway(db, rule);
});

test("a finding's page: comment, history, what to do; groups lead to their findings", async ({ page, db, signIn }) => {
  const { rule, first } = await makeFour(db);
  await signIn("responder");
  await page.goto(`/findings/${first.id}`);
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByRole("region", { name: "History" })).toContainText("Acknowledged by");
  await page.getByRole("textbox", { name: "Comment" }).fill("<b>Looked</b> at it.");
  await page.getByRole("button", { name: "Write" }).click();
  await expect(page.getByRole("region", { name: "Comments" })).toContainText("<b>Looked</b> at it.");
  await expect(page.getByRole("textbox", { name: "Comment" })).toHaveValue("");

  await page.goto(`/findings?rule=${rule}&group=cluster`);
  const group = page.getByRole("region", { name: "Findings by cluster" }).getByRole("row", { name: "blue" });
  await expect(group).toContainText("4");
  await group.getByRole("link", { name: "blue" }).click();
  await expect(page.getByRole("list", { name: "Findings" }).getByRole("listitem")).toHaveCount(4);
  await expect(page.getByRole("link", { name: "Remove filter Cluster: blue" })).toBeVisible();
  await takeAway(db, rule);
});

test("a viewer reads, and no key does more", async ({ page, db, signIn }) => {
  const { rule, first, ctx } = await makeFour(db);
  await signIn("viewer");
  await page.goto(`/findings?rule=${rule}`);
  await page.keyboard.press("j");
  await expect(item(page, 1)).toHaveAttribute("aria-current", "true");
  for (const key of ["k", "a", "x", "r", "s"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  expect((await getFinding(ctx, first.id)).version).toBe(1);
  await takeAway(db, rule);
});

const looks = ["light", "dark"].flatMap((theme) => [1_440, 390].map((width) => ({ theme, width })));
for (const { theme, width } of looks) {
  const isUsual = theme === "light" && width === 1_440;
  test(`triage is usable by everybody, ${theme}, ${width} pixels wide`, { tag: isUsual ? [] : "@long" }, async ({
    page,
    db,
    signIn,
    context,
    webUrl,
    takeScreenshot,
  }) => {
    const { rule, second, ctx } = await makeFour(db);
    await acknowledgeFindings(ctx, { seen: [second] });
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("responder", "Mia");
    test.setTimeout(60_000);
    await page.setViewportSize({ width, height: 900 });
    const look = async (what: string) => {
      await expectAccessible(page, `${what}, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`${what}-${theme}-${width}`);
    };
    await page.goto(`/findings?rule=${rule}`);
    if (width > 1_280) await expect(page.getByRole("region", { name: "Why did this fire" })).toBeVisible();
    await page.keyboard.press("x");
    await expect(page.getByText("1 selected")).toBeVisible();
    await look("triage");
    await page.keyboard.press("s");
    await expect(page.getByRole("dialog")).toBeVisible();
    await look("triage-suppress");
    await page.goto(`/findings?rule=external.&group=rule`);
    await look("triage-groups");
    await page.goto(`/findings/${second.id}`);
    await look("finding");
    await page.goto("/findings/suppressions");
    await look("suppressions");
    await page.goto(`/findings?q=nothing-has-this`);
    await expect(page.getByRole("heading", { name: "No such finding" })).toBeVisible();
    await look("triage-empty");
    await takeAway(db, rule);
  });
}
