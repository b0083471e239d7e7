import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { systemCtx } from "@/lib/context";
import { openFinding } from "@/lib/findings/open-finding";
import { openIncident } from "@/lib/incidents/open-incident";
import { correctEntry } from "@/lib/incidents/timeline/correct-entry";
import { readTimeline } from "@/lib/incidents/timeline/read-timeline";
import { updateIncident } from "@/lib/incidents/update-incident";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

test.use({ timezoneId: "UTC" });
// Each goes through many dialogs.
test.describe.configure({ timeout: 120_000 });

const dialogOf = (page: Page) => page.getByRole("dialog");
const eventsOf = (page: Page): Locator => page.locator('section[aria-label="Timeline"] > ol > li');

type Written = { kind: string; text: string; at: string; zone: string; source: string; words?: string; form?: string };

async function write(page: Page, { kind, text, at, zone, source, words, form }: Written): Promise<void> {
  await page.getByRole("button", { name: "Write an event" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Kind", { exact: true }).selectOption({ label: kind });
  await dialog.getByLabel("What happened").fill(text);
  if (form) await dialog.getByLabel("Form").selectOption({ label: form });
  await dialog.getByLabel("Date and time").fill(at);
  await dialog.getByLabel("Zone").fill(zone);
  if (words) await dialog.getByLabel("In the source's words").fill(words);
  await dialog.getByLabel("Source", { exact: true }).fill(source);
  await dialog.getByRole("button", { name: "Write", exact: true }).click();
}

async function setMoment(page: Page, moment: string, at: string, zone: string, words = ""): Promise<void> {
  await page.getByRole("button", { name: "Set moment" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Moment").selectOption({ label: moment });
  await dialog.getByLabel("Date and time").fill(at);
  await dialog.getByLabel("Zone").fill(zone);
  await dialog.getByLabel("In the source's words").fill(words);
  await dialog.getByLabel("Source", { exact: true }).fill("The published report");
  await dialog.getByLabel("Why").fill("As it was published");
  await dialog.getByRole("button", { name: "Set", exact: true }).click();
}

test("the incident of 2024 as a responder enters it: both readings of 1:05 am PST, the leak weeks before, what is known to whom", async ({
  page,
  signIn,
  takeScreenshot,
}) => {
  const title = `Names of devices were changed ${randomUUID().slice(0, 8)}`;
  await signIn("responder");
  await page.goto("/incidents");
  await page.getByRole("button", { name: "Open incident" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByLabel("Severity").selectOption("1");
  await dialog.getByLabel("Kind").selectOption({ label: "Tampering with the fleet" });
  await dialog.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
  const address = page.url();
  expect(address).toMatch(/\/incidents\/INC-\d{4}-\d{3,}$/);

  await write(page, {
    ...{ kind: "Detection", text: "Alarm on a surge of write operations", at: "2024-04-25T01:05", zone: "PST" },
    ...{ source: "The published report", words: "1:05 am PST" },
  });
  await expect(dialog).toHaveCount(0);
  const alarm = eventsOf(page).filter({ hasText: "surge of write operations" });
  await expect(alarm).toContainText("25 Apr 2024, 08:05 (if PDT, UTC−07:00) or 25 Apr 2024, 09:05 (if PST, UTC−08:00)");
  await expect(alarm).toContainText("written “1:05 am PST”");
  await write(page, {
    ...{ kind: "Attacker", text: "User ids were harvested by device id", at: "2024-04-04T00:00", zone: "UTC" },
    ...{ source: "The published report", words: "weeks before", form: "about" },
  });
  await expect(dialog).toHaveCount(0);
  await expect(eventsOf(page).first()).toContainText("User ids were harvested");

  await write(page, { kind: "Note", text: "Typed wrong", at: "0001-01-01T00:00", zone: "UTC", source: "Chat" });
  await expect(dialog.getByRole("alert")).toContainText("The year 1 lies before 2000");
  await expect(dialog.getByLabel("What happened")).toHaveValue("Typed wrong");
  await dialog.getByLabel("Date and time").fill("2024-04-25T10:00");
  await dialog.getByLabel("What happened").fill("<b>600,000</b> GPUs are gone");
  await dialog.getByRole("button", { name: "Write", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const impact = eventsOf(page).filter({ hasText: "GPUs are gone" });
  await expect(impact).toContainText("<b>600,000</b> GPUs are gone");

  await impact.getByRole("button", { name: "Correct", exact: true }).click();
  await dialog.getByLabel("What happened").fill("590,000 GPUs are gone");
  await dialog.getByLabel("Why it is corrected").fill("10,000 were left");
  await dialog.getByRole("button", { name: "Correct", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await impact.getByRole("button", { name: /Corrected once/ }).click();
  await expect(impact.getByRole("list", { name: "Former texts" })).toContainText("10,000 were left");

  await setMoment(page, "Detected", "2024-04-25T01:05", "PST", "1:05 am PST");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Moments" })).toContainText("written “1:05 am PST”");
  await setMoment(page, "Contained", "2024-04-25T08:00", "UTC");
  await expect(dialog.getByRole("alert")).toContainText(
    '"Contained" (2024-04-25 08:00 UTC) cannot lie before "Detected"',
  );
  await dialog.getByLabel("Date and time").fill("2024-04-25T12:05");
  await dialog.getByRole("button", { name: "Set", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Durations" })).toContainText("3 h to 4 h");
  await expect(page.getByRole("region", { name: "Durations" })).toContainText("Time to detectunknown");

  await page.goto(`${address}?source=The+published+report`);
  await eventsOf(page).first().focus();
  await page.keyboard.press("j");
  await expect(eventsOf(page).nth(1)).toBeFocused();
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.keyboard.press("p");
  await expect(eventsOf(page).nth(1)).toContainText("pinned");
  await saved;
  await page.goto(`${address}?pinned=1`);
  await expect(eventsOf(page)).toHaveCount(1);
  await expect(eventsOf(page)).toContainText("surge of write operations");
  await page.goto(address);
  await takeScreenshot("incident");
  await page.getByRole("button", { name: "Write an event" }).click();
  await takeScreenshot("incident-write");
});

test("what two responders edit at once is shown side by side, and nothing is lost", async ({ page, signIn, db }) => {
  const ctx = systemCtx(db, "Somebody else", new Date());
  const incident = await openIncident(ctx, { title: `Shared ${randomUUID()}`, severity: 3 });
  await signIn("responder");
  await page.goto(`/incidents/${incident.reference}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Title").fill("What I typed");
  await updateIncident(ctx, { id: incident.id, version: 1, fields: { title: "What they typed", severity: 2 } });
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = dialog.getByRole("alert");
  await expect(conflict.getByRole("row", { name: "Title" })).toContainText("What they typed");
  await expect(conflict.getByRole("row", { name: "Title" })).toContainText("What I typed");
  await conflict.getByRole("button", { name: "Save mine over it" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("What I typed");
  // The field that only they changed stays theirs.
  await expect(page.getByText("SEV 2", { exact: true }).first()).toBeVisible();

  await write(page, { kind: "Note", text: "First words", at: "2024-04-25T10:00", zone: "UTC", source: "Chat" });
  await expect(dialog).toHaveCount(0);
  const event = eventsOf(page).filter({ hasText: "First words" });
  await event.getByRole("button", { name: "Correct", exact: true }).click();
  await dialog.getByLabel("What happened").fill("My words");
  await dialog.getByLabel("Why it is corrected").fill("Clearer");
  const { items } = await readTimeline(ctx, { incidentId: incident.id, source: "Chat" });
  const id = items[0]?.id.replace("entry:", "") ?? "";
  const when = { local: "2024-04-25T10:00", zone: "UTC" };
  const entry = { kind: "note" as const, body: "Their words", when, source: "Chat" };
  await correctEntry(ctx, { id, revision: 1, entry, reason: "Faster" });
  await dialog.getByRole("button", { name: "Correct", exact: true }).click();
  await expect(dialog.getByRole("alert").getByRole("row", { name: "What happened" })).toContainText("Their words");
  await dialog.getByRole("button", { name: "Take what is there" }).click();
  await expect(dialog.getByLabel("What happened")).toHaveValue("Their words");
});

test("states, a merge, and what a viewer sees of it", async ({ page, signIn, browser, webUrl, db, takeScreenshot }) => {
  const now = new Date();
  const ctx = systemCtx(db, "test", now);
  const mark = randomUUID().slice(0, 8);
  const make = (title: string) =>
    openFinding(
      db,
      {
        ...{ rule: "posture.example", fingerprint: `incident/${title}`, title, summary: "For the test." },
        ...{ severity: "low", confidence: 1, subjects: {}, evidence: {}, startedAt: now },
      },
      now,
    );
  const [finding, joining] = [await make(`Finding ${mark}`), await make(`Joining ${mark}`)];
  const other = await openIncident(ctx, { title: `The larger one ${mark}` });
  const incident = await openIncident(ctx, { findingIds: [finding.id] });
  await signIn("responder");
  // What other specs do to the fleet stands in its timeline too.
  await page.goto(`/incidents/${incident.reference}?order=newest`);
  const dialog = dialogOf(page);
  await page.getByRole("button", { name: "Change state" }).click();
  await dialog.getByRole("button", { name: "Active", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(eventsOf(page).filter({ hasText: "Triage became Active" })).toBeVisible();
  await expect(
    eventsOf(page)
      .filter({ hasText: `Finding ${mark}` })
      .first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "Join findings" }).click();
  await dialog.getByLabel("Findings").fill(`${webUrl}/findings/${joining.id}`);
  await dialog.getByRole("button", { name: "Join", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(eventsOf(page).filter({ hasText: `Joined ${incident.reference}: Joining ${mark}` })).toBeVisible();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await dialog.getByLabel("Into which").fill(mark);
  await dialog.getByRole("button", { name: "Look" }).click();
  await dialog.getByLabel("Why").fill("The same attack");
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await page.waitForURL(`**/incidents/${other.reference}`);
  await page.goto(`/incidents/${other.reference}?order=newest`);
  await expect(eventsOf(page).filter({ hasText: "was merged into" })).toBeVisible();
  await expect(eventsOf(page).filter({ hasText: "Triage became Active" })).toBeVisible();

  const viewer = await browser.newContext({ baseURL: webUrl });
  const { cookie } = await createSessionFor(db, { role: "viewer", publicUrl: webUrl });
  await viewer.addCookies([{ ...cookie, url: webUrl, httpOnly: true, sameSite: "Lax" }]);
  const seen = await viewer.newPage();
  await seen.goto(`/incidents/${incident.reference}`);
  await expect(seen.getByText("It was merged into").first()).toBeVisible();
  await seen.goto(`/incidents/${other.reference}`);
  await expect(eventsOf(seen).first()).toBeVisible();
  for (const name of ["Change state", "Edit", "Write an event", "Pin"]) {
    await expect(seen.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await viewer.close();
  await db.$client`delete from findings where id in (${finding.id}, ${joining.id})`;
  await page.goto(`/incidents?state=all&text=${mark}`);
  await expect(page.getByRole("region", { name: "Incidents" }).getByRole("row")).toHaveCount(3);
  await takeScreenshot("incidents");
});

for (const theme of ["light", "dark"] as const) {
  test(`the pages of incidents are accessible, ${theme}`, { tag: "@long" }, async ({
    page,
    signIn,
    context,
    webUrl,
    db,
    takeScreenshot,
  }) => {
    const ctx = systemCtx(db, "test", new Date());
    const incident = await openIncident(ctx, { title: `Names that end in \u202efdp.exe ${randomUUID()}`, severity: 1 });
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("responder");
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/incidents/${incident.reference}`);
      if (width === 1_440) {
        await write(page, {
          ...{ kind: "Detection", text: "Alarm on a surge of write operations", at: "2024-04-25T01:05", zone: "PST" },
          ...{ source: "The published report", words: "1:05 am PST" },
        });
        await expect(dialogOf(page)).toHaveCount(0);
        await setMoment(page, "Detected", "2024-04-25T01:05", "PST", "1:05 am PST");
        await expect(dialogOf(page)).toHaveCount(0);
      }
      await expect(page.getByRole("heading", { level: 1 })).toContainText("[U+202E]");
      await expectAccessible(page, `an incident, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`incident-${theme}-${width}`);
      await page.getByRole("button", { name: "Write an event" }).click();
      await expectAccessible(page, `writing an event, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`incident-write-${theme}-${width}`);
      await page.goto("/incidents");
      await expectAccessible(page, `incidents, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`incidents-${theme}-${width}`);
    }
  });
}
