import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { type EnrolledDevices, enrolDevices, sendHeartbeats } from "./support/enrol-devices";
import { test } from "./support/test";

const count = 90;
const minuteMs = 60_000;
/** Two thirds of the devices. */
const inNorth = 60;

const summary = (page: Page) => page.getByRole("region", { name: "The fleet at this minute" });
const connected = (page: Page) => summary(page).getByRole("button").first();
const chart = (page: Page) => page.getByRole("slider", { name: /by state over time/ });

/** The states in the list, and the sum that stands below them. */
async function readStates(page: Page): Promise<{ values: number[]; enrolled: number }> {
  const rows = await summary(page)
    .getByRole("region", { name: "By state" })
    .locator("dd:nth-of-type(1)")
    .allInnerTexts();
  const numbers = rows.map((text) => Number(text.replaceAll(",", "")));
  return { values: numbers.slice(0, -1), enrolled: numbers.at(-1) ?? Number.NaN };
}

test.describe.configure({ mode: "serial" });

let fleet: EnrolledDevices;
test.beforeAll(async ({ db, gatewayUrl }) => {
  fleet = await enrolDevices(db, gatewayUrl, count);
});

test("devices that call arrive live, and fall silent live", async ({ page, signIn, gatewayUrl, takeScreenshot }) => {
  // Real heartbeats and real minutes: the next roll call, and then the two minutes of the window.
  test.setTimeout(300_000);
  await signIn("viewer");
  await page.goto(`/fleet?provider=${fleet.provider}&range=1h`);
  // Whatever is hung on the document is gone when the page is loaded again.
  await page.evaluate(() => Object.assign(document, { isFirst: true }));
  await sendHeartbeats(gatewayUrl, fleet, new Date());
  await expect(connected(page)).toHaveText(/^90\s*devices$/, { timeout: 90_000 });
  await takeScreenshot("fleet-connected");
  await expect(connected(page)).toHaveText(/^0\s*devices$/, { timeout: 180_000 });
  await expect(summary(page).getByRole("link", { name: "Silent" })).toBeVisible();
  await takeScreenshot("fleet-silent");
  expect(await page.evaluate(() => "isFirst" in document), "the page was not loaded again").toBe(true);
});

test("states sum to the enrolled, evidence levels nest, in devices and in GPUs", async ({ page, signIn }) => {
  await signIn("viewer");
  await page.goto(`/fleet?provider=${fleet.provider}`);
  for (const [unit, enrolled] of [
    ["Devices", count],
    ["GPUs", 4 * count],
  ] as const) {
    await page.getByRole("radio", { name: unit }).click();
    await expect(summary(page).getByText(`Enrolled ${unit === "GPUs" ? unit : "devices"}`)).toBeVisible();
    const states = await readStates(page);
    expect(states.enrolled).toBe(enrolled);
    expect(states.values.reduce((sum, value) => sum + value, 0)).toBe(enrolled);
  }
  const levels = await summary(page)
    .getByRole("region", { name: "By evidence" })
    .locator("dd:nth-of-type(1)")
    .allInnerTexts();
  const numbers = levels.map((text) => Number(text.replaceAll(",", "")));
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
});

test("a click on a region limits the whole page to it, and the address tells", async ({ page, signIn }) => {
  await signIn("viewer");
  await page.goto(`/fleet?provider=${fleet.provider}`);
  await page.getByRole("button", { name: fleet.regions[0] }).click();
  await expect(page).toHaveURL(new RegExp(`region=${fleet.regions[0]}`));
  await expect.poll(() => readStates(page).then(({ enrolled }) => enrolled)).toBe(inNorth);
  await page.getByRole("button", { name: `Remove filter Region: ${fleet.regions[0]}` }).click();
  await expect.poll(() => readStates(page).then(({ enrolled }) => enrolled)).toBe(count);
});

test("travels to the minute in which they called, steps through time, and comes back", async ({ page, signIn, db }) => {
  const [row] = await db.$client<{ minute: number }[]>`
    select max(minute) as minute from transitions join devices using (shard, ordinal)
    where device_id = ${fleet.devices[0] ?? ""} and to_state = 1`;
  const minute = row?.minute ?? 0;
  const at = `${new Date(minute * minuteMs).toISOString().slice(0, 16)}Z`;
  await signIn("viewer");
  await page.goto(`/fleet?provider=${fleet.provider}&at=${at}`);
  await expect(page.getByRole("region", { name: "Time machine" })).toContainText(", not now");
  await expect(connected(page)).toHaveText(/^90\s*devices$/);
  await page.keyboard.press(",");
  await expect(page.getByRole("heading", { name: "No enrolled device matches" })).toBeVisible();
  await page.keyboard.press(".");
  await expect(connected(page)).toHaveText(/^90\s*devices$/);
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page.getByRole("region", { name: "Time machine" })).toHaveCount(0);
  await expect(connected(page)).toHaveText(/^0\s*devices$/);
});

test("the chart is read, travelled and turned into a table by keys alone", async ({ page, signIn }) => {
  await signIn("viewer");
  await page.goto(`/fleet?provider=${fleet.provider}&range=1h`);
  await chart(page).focus();
  await page.keyboard.press("End");
  await expect(chart(page)).toHaveAttribute("aria-valuetext", /: Silent 90|Silent 90/);
  await page.keyboard.press("ArrowLeft");
  await expect(chart(page)).toHaveAttribute("aria-valuetext", /\d\d:\d\d: /);
  await page.keyboard.press("t");
  await expect(page.getByRole("region", { name: "The chart as a table" })).toBeVisible();
  await page.getByRole("button", { name: "Chart" }).click();
  await chart(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/at=/);
});

for (const theme of ["light", "dark"] as const) {
  test(`nothing stands in the way of assistive technology, ${theme}`, async ({
    page,
    signIn,
    context,
    webUrl,
    takeScreenshot,
  }) => {
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("viewer");
    await page.goto(`/fleet?provider=${fleet.provider}`);
    await chart(page).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await takeScreenshot(`fleet-${theme}`);
    await page.setViewportSize({ width: 390, height: 844 });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await takeScreenshot(`fleet-phone-${theme}`);
  });
}
