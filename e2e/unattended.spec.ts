import { expect } from "@playwright/test";
import { unattendedCookie } from "@/lib/access/sessions/unattended-cookie";
import { noticeChannel } from "@/lib/notify/notice";
import { test } from "./support/test";

test("a page that keeps itself up to date keeps no session that its owner has left", async ({
  page,
  context,
  signIn,
  db,
}) => {
  const name = `Left ${Date.now().toString(36)}`;
  const sql = db.$client;
  await page.clock.install();
  await signIn("viewer", name);
  await page.goto("/fleet");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  /** Something happens to the fleet, upon which the page asks for itself. */
  const refreshed = async () => {
    const answer = page.waitForResponse((response) => {
      const headers = response.request().headers();
      return headers.rsc === "1" && headers["next-router-prefetch"] === undefined && response.ok();
    });
    const notices = setInterval(() => void sql.notify(noticeChannel, JSON.stringify({ kind: "policy" })), 500);
    await answer.finally(() => clearInterval(notices));
  };
  const seenAt = async () => {
    const [row] = await sql<{ at: Date }[]>`
      select last_seen_at as at from sessions join users on users.id = user_id where users.name = ${name}`;
    return row?.at.getTime();
  };
  const isMarked = async () => (await context.cookies()).some((cookie) => cookie.name === unattendedCookie);

  await refreshed();
  expect(await isMarked()).toBe(false);
  await page.clock.fastForward(61_000);
  await refreshed();
  await expect.poll(isMarked).toBe(true);
  await sql`update sessions set last_seen_at = now() - interval '5 minutes' from users where users.id = user_id and name = ${name}`;
  const left = await seenAt();
  // The page begins one when the one before has ended: two of these have.
  for (let time = 0; time < 3; time++) await refreshed();
  expect(await seenAt()).toBe(left);

  // Back at the page: from the first touch on it counts again.
  await page.getByRole("navigation").getByRole("link", { name: "Findings" }).first().click();
  await expect(page).toHaveURL(/\/findings/);
  expect(await isMarked()).toBe(false);
  await expect.poll(seenAt).toBeGreaterThan(left ?? Number.POSITIVE_INFINITY);
});
