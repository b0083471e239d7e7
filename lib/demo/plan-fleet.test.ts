import { expect, test } from "vitest";
import { findGpuModel } from "@/lib/fleet/gpu-models";
import { callsAs, upgradeOf, verificationOf } from "./device-facts";
import { deviceIdLength, deviceIdOf } from "./device-id";
import { never, planFates } from "./fates";
import { planFleet, roles } from "./plan-fleet";
import { demoScale, type FleetScale, published, repairedAgent } from "./scenario";

const scale: FleetScale = { seed: 7, devices: 12_000, providers: 80 };
const countOf = (plan: { role: Uint8Array }, role: number) => plan.role.reduce((n, r) => n + (r === role ? 1 : 0), 0);

test("the fleet is as large as was published, and as many as were published are ready", () => {
  const plan = planFleet(demoScale);
  expect(plan.role.length).toBe(published.activeConnectionsBefore);
  expect(countOf(plan, roles.ready)).toBe(published.activeConnectionsAfter);
  expect(plan.providers).toHaveLength(4_000);
  expect(plan.providers.reduce((sum, provider) => sum + provider.devices, 0)).toBe(demoScale.devices);
  // Very uneven: the largest has a few in a hundred, half of the providers together less than a fifth.
  expect(plan.providers[0]?.devices).toBeGreaterThan(15_000);
  expect(plan.providers.slice(2_000).reduce((sum, provider) => sum + provider.devices, 0)).toBeLessThan(120_000);
  expect(new Set(plan.providers.map((provider) => provider.slug)).size).toBe(4_000);
  for (const model of plan.models)
    expect(findGpuModel(model)).toMatchObject({ name: model, class: expect.not.stringMatching("unknown") });
});

test("the same seed gives the same fleet, another seed another", () => {
  expect(planFleet(scale)).toEqual(planFleet(scale));
  expect(planFates(planFleet(scale))).toEqual(planFates(planFleet(scale)));
  expect(planFleet({ ...scale, seed: 8 }).model).not.toEqual(planFleet(scale).model);
});

test("device ids differ and have one length", () => {
  const ids = new Set(Array.from({ length: 100_000 }, (_, ordinal) => deviceIdOf(1, ordinal)));
  expect(ids.size).toBe(100_000);
  expect([...ids].every((id) => id.length === deviceIdLength)).toBe(true);
});

test("about half is back within the hour, a part never, and who was ready is not touched", () => {
  const plan = planFleet(demoScale);
  const fates = planFates(plan);
  const back = (minutes: number) => fates.returns.reduce((n, at) => n + (at <= minutes ? 1 : 0), 0) / demoScale.devices;
  expect(back(4)).toBe(0);
  expect(back(10)).toBeGreaterThan(0);
  expect(back(60)).toBeGreaterThan(0.4);
  expect(back(60)).toBeLessThan(0.65);
  expect(back(360)).toBeGreaterThan(back(60) + 0.05);
  expect(back(never - 1)).toBeLessThan(0.9);
  const wrong = Array.from(fates.stops, (stops, device) => {
    if (plan.role[device] !== roles.ordinary) return stops !== never;
    return fates.returns[device] !== never && (fates.returns[device] as number) < stops + 2;
  });
  expect(wrong.indexOf(true)).toBe(-1);
});

test("attributes follow the story", () => {
  const plan = planFleet(scale);
  const fates = planFates(plan);
  let verified = 0;
  for (let device = 0; device < scale.devices; device++) {
    const found = verificationOf(plan, device);
    if (found) {
      expect(found.minute).toBeGreaterThanOrEqual(-published.proofOfWorkHoursBefore * 60);
      expect(found.minute).toBeGreaterThanOrEqual(-(plan.enrolledBefore[device] as number));
      expect(found.minute).toBeLessThan(0);
    }
    expect(found?.result === "failed").toBe(plan.role[device] === roles.counterfeit);
    if (found?.result === "passed") verified++;
    const upgrade = upgradeOf(plan, device);
    if (upgrade) expect(upgrade.minute).toBeGreaterThan(-(plan.enrolledBefore[device] as number));
    const returns = fates.returns[device] as number;
    if (returns < never)
      expect(callsAs(plan, fates, device, returns)).toMatchObject({ agent: repairedAgent, tokenKind: "provider" });
    expect(callsAs(plan, fates, device, -1).tokenKind).toBe(plan.role[device] === roles.ready ? "provider" : "legacy");
  }
  expect(verified / scale.devices).toBeGreaterThan(0.15);
  expect(verified / scale.devices).toBeLessThan(0.25);
});
