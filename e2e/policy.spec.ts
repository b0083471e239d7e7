import { expect, type Page } from "@playwright/test";
import { bitsToLiteral, ShardBits } from "@/lib/fleet/bit-set";
import { minuteOf } from "@/lib/fleet/minute";
import { offsetOf, shardOf } from "@/lib/fleet/shard";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { test } from "./support/test";

const dayMs = 86_400_000;
/** As a datetime-local input takes it, in UTC, which is the zone of these browsers. */
const inputTime = (ms: number) => new Date(ms).toISOString().slice(0, 16);

test.use({ timezoneId: "UTC" });

/** Keeps server actions waiting until what it returns is called. */
async function holdActions(page: Page): Promise<() => void> {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  await page.route("**", async (route) => {
    if (route.request().method() === "POST") await promise;
    await route.continue();
  });
  return resolve;
}

test("an admin proposes a policy after reading its estimate, a responder approves it, it is carried out and withdrawn", async ({
  page,
  context,
  signIn,
  db,
  takeScreenshot,
}) => {
  const mark = `policy${Date.now().toString(36)}`;
  const made = await makeFleet(
    db,
    [{ deviceId: `${mark}-1`, provider: mark, agent: "0.9.0", gpuCount: 8 }],
    new Date(Date.now() - dayMs),
  );
  const ordinal = made.get(`${mark}-1`) ?? 0;
  const bits = new ShardBits();
  bits.add(offsetOf(ordinal));
  await db.$client`
    insert into presence (plane, shard, minute, bits)
    values (0, ${shardOf(ordinal)}, ${minuteOf(Date.now()) - 30}, ${bitsToLiteral(bits)}::bit(65536))
    on conflict (plane, shard, minute) do update set bits = presence.bits | excluded.bits`;
  // Far ahead, so that the other tests' devices are not turned away.
  const effective = Date.now() + 3 * dayMs;

  await signIn("admin");
  await page.goto("/fleet/policy");
  await page.getByRole("button", { name: "Enter a change" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption("rewards_snapshot");
  await dialog.getByLabel("Title").fill(`Snapshot ${mark}`);
  await dialog.getByLabel("Starts").fill(inputTime(effective + 2 * 3_600_000));
  await dialog.getByRole("button", { name: "Enter" }).click();
  await expect(page.getByRole("row", { name: `Snapshot ${mark}` })).toBeVisible();

  await page.getByRole("link", { name: "Set a policy" }).click();
  await expect(page.getByRole("button", { name: "Set the policy" })).toHaveCount(0);
  await page
    .getByRole("radiogroup", { name: "Agent older than the minimum" })
    .getByRole("radio", { name: "Enforce" })
    .click();
  await page.getByLabel("Minimum agent").fill("newest");
  await page.getByRole("button", { name: "Estimate the effect" }).click();
  await expect(page.getByText("write a whole version").filter({ visible: true }).first()).toBeVisible();
  await page.getByLabel("Minimum agent").fill("1.0.0");
  await page.getByLabel("Takes effect").fill(inputTime(effective));
  await page.getByLabel("Note").fill(mark);
  await page.getByRole("button", { name: "Estimate the effect" }).click();
  await expect(page.getByText(`“Snapshot ${mark}”`).filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Estimate" })).toContainText(mark.toUpperCase());
  await takeScreenshot("policy-estimate");

  const propose = page.getByRole("button", { name: "Propose the policy" });
  await expect(propose).toBeDisabled();
  const sentence = await page.getByText(/^This turns away/).textContent();
  const devices = sentence?.match(/[\d,.]+/)?.[0] ?? "";
  expect(Number(devices.replace(/\D/g, ""))).toBeGreaterThanOrEqual(1);
  await page.getByLabel("Type the number of devices to propose it").fill(devices);
  await propose.click();
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Somebody else has to decide").filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
  const proposal = page.url();

  const admin = await context.cookies();
  await signIn("responder");
  await page.goto("/approvals");
  await page.getByRole("link", { name: "Enforce: agents from 1.0.0 enforced" }).first().click();
  await expect(page).toHaveURL(proposal);
  await expect(page.getByRole("region", { name: "Estimate" })).toContainText(mark.toUpperCase());
  await expect(page.getByText(/^Takes effect .*\d{2}:\d{2}/).filter({ visible: true })).toBeVisible();
  await takeScreenshot("approval");
  const answered = await holdActions(page);
  await page.getByRole("button", { name: "Approve" }).click();
  // The pressed one alone waits.
  await expect(page.getByRole("button", { name: "Approve" })).toHaveAttribute("aria-busy", "true");
  await expect(page.getByRole("button", { name: "Reject" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Reject" })).not.toHaveAttribute("aria-busy", "true");
  answered();
  await expect(page.getByText("approved, not done yet", { exact: true }).filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Carry it out" })).toHaveCount(0);

  await context.addCookies(admin);
  await page.goto(proposal);
  await page.getByRole("button", { name: "Carry it out" }).click();
  await expect(page).toHaveURL(/\/fleet\/policy$/);
  await expect(page.getByRole("row", { name: mark }).filter({ hasText: "Upcoming" })).toBeVisible();
  await expect(page.getByText("fall together").filter({ visible: true }).first()).toBeVisible();
  await takeScreenshot("policy");

  const withdraws = page.getByRole("button", { name: "Withdraw" });
  await withdraws.last().click();
  await expect(page.getByRole("row", { name: mark }).filter({ hasText: "Withdrawn" })).toBeVisible();
});

test("a viewer reads the policy and cannot set one", async ({ page, signIn }) => {
  await signIn("viewer");
  await page.goto("/fleet/policy");
  await expect(page.getByRole("heading", { name: "In force" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Set a policy" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Enter a change" })).toHaveCount(0);
  await page.goto("/fleet/policy/new");
  await expect(page.getByRole("heading", { name: "Your role does not see the form of a policy" })).toBeVisible();
});
