import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { signedIn } from "@/lib/access/testing/signed-in";
import { proposeRole } from "@/lib/access/users/propose-role";
import { systemCtx } from "@/lib/context";
import { createEndpoint } from "@/lib/endpoints/create-endpoint";
import { openFinding } from "@/lib/findings/open-finding";
import { createChange } from "@/lib/fleet/changes/create-change";
import { openIncident } from "@/lib/incidents/open-incident";
import { setMoments } from "@/lib/incidents/set-moments";
import { addEntry } from "@/lib/incidents/timeline/add-entry";
import { createWebhook } from "@/lib/notify/webhooks/create-webhook";
import { sendTest } from "@/lib/notify/webhooks/send-test";
import { builtRoutes } from "./support/built-routes";
import { type EnrolledDevices, enrolDevices, sendHeartbeats } from "./support/enrol-devices";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

const themes = ["light", "dark"] as const;
const widths = [1_440, 768, 390];
const minuteMs = 60_000;

let fleet: EnrolledDevices;
/** What the parameters of a route stand for here. */
let examples: Record<string, string>;

test.beforeAll(async ({ db, gatewayUrl }) => {
  fleet = await enrolDevices(db, gatewayUrl, 30);
  await sendHeartbeats(gatewayUrl, fleet, new Date());
  const now = new Date();
  const ctx = systemCtx(db, "test", now);
  await createChange(ctx, {
    kind: "deployment",
    title: "A release with a title as long as people write them when they are in a hurry",
    startsAt: new Date(+now - 3 * minuteMs),
  });
  const opened = await openFinding(
    db,
    {
      rule: "fleet.test",
      fingerprint: `fleet.test:${fleet.provider}`,
      title: `Connections of provider ${fleet.provider} fell from 30 to 0`,
      summary: "30 devices are not connected although they were expected.",
      severity: "medium",
      confidence: 0.8,
      subjects: { provider: fleet.provider },
      evidence: {},
      startedAt: new Date(+now - 2 * minuteMs),
    },
    now,
  );
  const endpoint = await createEndpoint(ctx, {
    host: `${fleet.provider}.example.com`,
    method: "GET",
    path: "/orders/{id}",
    summary: "One order with all that belongs to it",
    owner: "Orders team",
    exposure: "internet",
    authentication: "bearer",
    dataClass: "personal",
  });
  const incident = await openIncident(ctx, {
    title: `Devices of ${fleet.provider} report what they are not, with a title as long as people write them at night`,
    findingIds: [opened.id],
  });
  await setMoments(ctx, {
    ...{ id: incident.id, version: 1, reason: "From the report" },
    moments: {
      detected: { when: { local: "2024-04-25T01:05", zone: "PST", written: "1:05 am PST" }, source: "The report" },
    },
  });
  await addEntry(ctx, {
    incidentId: incident.id,
    entry: {
      kind: "attacker",
      body: "User ids were harvested",
      when: { local: "2024-04-04T00:00", zone: "UTC" },
      source: "The report",
    },
  });
  const { userId } = await createSessionFor(db, { role: "viewer" });
  const admin = await signedIn(db, "admin", now);
  const approval = await proposeRole(admin.ctx, { id: userId, role: "responder", expectedRole: "viewer" });
  // Each theme's tests run beside the other's, in one database.
  const name = `Pager of the night shift ${randomUUID().slice(0, 4)}`;
  const hook = { name, url: "https://127.0.0.1:9/hook", events: ["policy.set" as const] };
  const webhook = await createWebhook(ctx, hook, { named: [] });
  await sendTest(ctx, webhook.id, "https://muster.example");
  examples = {
    "/fleet/devices/[id]": `/fleet/devices/${fleet.devices[0]}`,
    "/fleet/providers/[slug]": `/fleet/providers/${fleet.provider}`,
    "/findings/[id]": `/findings/${opened.id}`,
    "/incidents/[ref]": `/incidents/${incident.reference}`,
    "/settings/endpoints/[id]": `/settings/endpoints/${endpoint.id}`,
    "/settings/webhooks/[id]": `/settings/webhooks/${webhook.id}`,
    "/settings/users/[id]": `/settings/users/${userId}`,
    "/approvals/[id]": `/approvals/${approval}`,
  };
});

/** Pages as the build lists them, and what else they can look like. */
const pages = builtRoutes().flatMap(({ path, isPage }) => (isPage && path !== "/login" ? [path] : []));
const looks = (): Record<string, string> => {
  const past = `${new Date(Date.now() - 5 * minuteMs).toISOString().slice(0, 16)}Z`;
  return {
    "the fleet in the past": `/fleet?at=${past}`,
    "the fleet, filtered": `/fleet?provider=${fleet.provider}&by=reason&unit=gpus&range=30d`,
    "a fleet of nobody": "/fleet?provider=nobody",
    "devices, filtered": `/fleet/devices?provider=${fleet.provider}&state=silent`,
    "devices of nobody": "/fleet/devices?q=nothing-has-this-in-its-id",
    "an address without a page": "/fleet/devices/none",
  };
};

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  // What is still loading is empty, and emptiness has no faults.
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
}

test("every page of the build has an address for the tests below", () => {
  expect(pages.filter((path) => path.includes("[") && !(path in examples))).toEqual([]);
});

for (const theme of themes) {
  test(`every page, ${theme}`, { tag: "@long" }, async ({ page, signIn, context, webUrl }) => {
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("admin");
    const addresses = { ...Object.fromEntries(pages.map((path) => [path, examples[path] ?? path])), ...looks() };
    for (const [name, address] of Object.entries(addresses)) {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await visit(page, address);
        await expectAccessible(page, `${name}, ${theme}, ${width} pixels wide`);
      }
    }
  });

  test(`what opens over a page, ${theme}`, { tag: "@long" }, async ({ page, signIn, context, webUrl }) => {
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("admin");
    const dialogs: [string, string][] = [
      ["/settings/tokens", "Create token"],
      ["/settings/webhooks", "Create webhook"],
      [examples["/settings/webhooks/[id]"] ?? "", "Rotate secret"],
      [`/fleet/devices?provider=${fleet.provider}`, "Save as set"],
      [`/fleet/devices?provider=${fleet.provider}`, "Quarantine these"],
      [`/fleet/devices/${fleet.devices[0]}`, "Quarantine"],
      [`/fleet/devices/${fleet.devices[0]}`, "Move"],
      [`/fleet/providers/${fleet.provider}`, "Edit"],
      ["/fleet/policy", "Enter a change"],
      ["/incidents", "Open incident"],
      ...["Change state", "Set moment", "Edit", "People", "Merge", "Write an event", "Correct"].map(
        (button): [string, string] => [examples["/incidents/[ref]"] ?? "", button],
      ),
    ];
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [address, button] of dialogs) {
        await visit(page, address);
        await page.getByRole("button", { name: button, exact: true }).first().click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page, `${button} on ${address}, ${theme}, ${width} pixels wide`);
      }
      await visit(page, "/fleet");
      await page.getByRole("button", { name: /admin/ }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      await expectAccessible(page, `the viewer's menu, ${theme}, ${width} pixels wide`);
    }
  });

  test(`without an account or with too low a role, ${theme}`, { tag: "@long" }, async ({
    page,
    signIn,
    context,
    webUrl,
  }) => {
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const address of ["/login", "/login?error=AccessDenied", "/login?error=Callback&reference=12345678"]) {
        await context.clearCookies({ name: /session/ });
        await visit(page, address);
        await expectAccessible(page, `${address}, ${theme}, ${width} pixels wide`);
      }
      await signIn("viewer");
      for (const address of ["/fleet/policy/new", "/audit", "/settings/tokens"]) {
        await visit(page, address);
        await expectAccessible(page, `${address} as a viewer, ${theme}, ${width} pixels wide`);
      }
    }
  });
}
