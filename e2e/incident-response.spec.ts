import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";
import { openIncident } from "@/lib/incidents/open-incident";
import { addTask } from "@/lib/incidents/response/add-task";
import { listTasks } from "@/lib/incidents/response/list-tasks";
import { updateTask } from "@/lib/incidents/response/update-task";
import { createPlaybook } from "@/lib/incidents/response/write-playbook";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

test.use({ timezoneId: "UTC" });
test.describe.configure({ timeout: 120_000 });

const dialogOf = (page: Page) => page.getByRole("dialog");
const rowOf = (page: Page, title: string) =>
  page.getByRole("region", { name: "Tasks" }).getByRole("row").filter({ hasText: title });

test("a playbook becomes tasks; one that two change at once is shown side by side; a token is revoked from it", async ({
  page,
  signIn,
  db,
}) => {
  const ctx = systemCtx(db, "Somebody else", new Date());
  const mark = randomUUID().slice(0, 8);
  const incident = await openIncident(ctx, { title: `Leak ${mark}`, severity: 2, kind: "data_leak" });
  const { id: tokenId, prefix } = await createToken(ctx, { kind: "alert", name: `alert-${mark}` });
  await createPlaybook(ctx, {
    fields: {
      ...{ name: `Leak ${mark}`, kind: "data_leak", description: "What to do first" },
      steps: [
        { title: `Look where from ${mark}`, dueMinutes: 30 },
        { title: `Cut off ${mark}`, act: "revoke_tokens" },
      ],
    },
  });
  await signIn("admin");
  await page.goto(`/incidents/${incident.reference}`);
  await page.getByRole("button", { name: "Start playbook" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("Playbook").selectOption({ label: `Leak ${mark}` });
  await dialog.getByRole("button", { name: "Add its 2 tasks" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, `Look where from ${mark}`)).toContainText("To do");

  await page.getByRole("button", { name: `Change the task Look where from ${mark}` }).click();
  await dialog.getByLabel("What is to be done").fill("What I typed");
  const { tasks } = await listTasks(ctx, incident.id);
  const first = tasks[0];
  if (!first) throw new Error("the playbook made no task");
  await updateTask(ctx, { id: first.id, version: 1, fields: { title: "What they typed", state: "in_progress" } });
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = dialog.getByRole("alert");
  await expect(conflict.getByRole("row", { name: "What is to be done" })).toContainText("What they typed");
  await expect(conflict.getByRole("row", { name: "What is to be done" })).toContainText("What I typed");
  await conflict.getByRole("button", { name: "Save mine over it" }).click();
  await expect(dialog).toHaveCount(0);
  // The state that only they changed stays theirs.
  await expect(rowOf(page, "What I typed")).toContainText("In progress");

  await rowOf(page, `Cut off ${mark}`).getByRole("link", { name: "Revoke tokens" }).click();
  await expect(page.getByText("and stands in its timeline")).toContainText(incident.reference);
  await page.goto(`/settings/tokens?incident=${incident.reference}&prefix=${prefix}`);
  await page
    .getByRole("row")
    .filter({ hasText: `alert-${mark}` })
    .getByRole("button", { name: /Revoke/ })
    .click();
  await dialog.getByRole("textbox").fill(`alert-${mark}`);
  await dialog.getByRole("button", { name: "Revoke token" }).click();
  await expect(dialog).toHaveCount(0);
  const [audit] =
    await db.$client`select after::text from audit_log where action = 'token.revoke' and target_id = ${tokenId}`;
  expect(audit?.after).toContain(incident.reference);
  await page.goto(`/incidents/${incident.reference}`);
  await expect(page.locator('section[aria-label="Timeline"]')).toContainText("Revoked a token");
});

test("a shift hands over: the note is signed by the next, who sees what changed since the last look", async ({
  page,
  signIn,
  db,
}) => {
  const ctx = systemCtx(db, "Somebody else", new Date());
  const incident = await openIncident(ctx, { title: `Long one ${randomUUID()}` });
  await signIn("responder", "Evening shift");
  await page.goto(`/incidents/${incident.reference}`);
  await page.getByRole("button", { name: "Hand over" }).click();
  const dialog = dialogOf(page);
  await dialog.getByLabel("What the next shift must know").fill("They call back at <b>15:00</b>");
  await dialog.getByRole("button", { name: "Write the note" }).click();
  await expect(dialog).toHaveCount(0);
  const handover = page.getByRole("region", { name: "Hand-over" });
  await handover.getByRole("button", { name: "Take over" }).click();
  await expect(handover.getByRole("alert")).toContainText("It is your own note");

  await signIn("responder", "Night shift");
  await page.goto(`/incidents/${incident.reference}`);
  await expect(handover.getByRole("article")).toContainText("They call back at <b>15:00</b>");
  await expect(handover).toContainText("You have not looked at it before");
  await handover.getByRole("button", { name: "Take over" }).click();
  await expect(handover.getByRole("article")).toContainText("Taken over by Night shift");
  await handover.getByRole("button", { name: "I have seen this" }).click();
  await expect(handover).toContainText("nothing new");
  await addTask(ctx, { incidentId: incident.id, task: { title: "Ask the bank" } });
  await page.reload();
  await handover.getByText("What changed", { exact: true }).click();
  await expect(handover.getByRole("list", { name: "What changed" })).toHaveText(
    /Somebody else added a task: Ask the bank$/,
  );
});

for (const theme of ["light", "dark"] as const) {
  test(`tasks and hand-over are accessible, ${theme}`, { tag: "@long" }, async ({
    page,
    signIn,
    context,
    webUrl,
    db,
    takeScreenshot,
  }) => {
    const ctx = systemCtx(db, "Somebody else", new Date());
    const incident = await openIncident(ctx, {
      title: `Names that were changed ${randomUUID().slice(0, 8)}`,
      severity: 1,
    });
    const task = await addTask(ctx, {
      incidentId: incident.id,
      task: { title: "Tell providers which version is needed", detail: "Also those who are not in the chat room." },
    });
    await updateTask(ctx, { id: task.id, version: 1, fields: { state: "blocked", blockedBy: "the release" } });
    await addTask(ctx, { incidentId: incident.id, task: { title: "Put back what was changed" } });
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("responder");
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 1_400 });
      await page.goto(`/incidents/${incident.reference}`);
      await page.getByText("What changed", { exact: true }).click();
      await expectAccessible(page, `an incident's tasks, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`incident-response-${theme}-${width}`);
      await page.getByRole("button", { name: "Change the task Tell providers which version is needed" }).click();
      await expectAccessible(page, `changing a task, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`incident-response-task-${theme}-${width}`);
    }
  });
}
