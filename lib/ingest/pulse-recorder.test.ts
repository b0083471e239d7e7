import { expect, test } from "vitest";
import { FleetDirectory } from "@/lib/fleet/directory";
import { offsetOf, shardOf } from "@/lib/fleet/shard";
import { PulseRecorder } from "./pulse-recorder";

const row = (ordinal: number, providerId: number, region: string | null) => ({
  ...{ ordinal, deviceId: `gpu-${ordinal}`, providerId, region, gpuModel: "T4", gpuCount: 1, agent: null, boot: null },
  ...{ decision: null, verifiedUntil: null, intervalSeconds: 30, enrolledAt: new Date(0) },
});

test("counts each device once a slot, by verdict and group; small providers are left out, whatever their number", () => {
  const directory = new FleetDirectory();
  // One provider with a number far beyond the first thousand, and one too small.
  for (let i = 0; i < 250; i++) directory.apply(row(i, 5_003, i < 100 ? "eu" : "__proto__"));
  for (let i = 250; i < 260; i++) directory.apply(row(i, 7, null));
  directory.apply(row(70_000, 5_003, "eu"));
  const recorder = new PulseRecorder();
  const call = (ordinal: number, verdict: number) => recorder.add(verdict, shardOf(ordinal), offsetOf(ordinal));
  for (let i = 0; i < 260; i++) call(i, i < 200 ? 0 : 2);
  for (let i = 0; i < 50; i++) call(i, 0);
  call(70_000, 3);
  const pulse = recorder.take(directory);
  expect(pulse.fleet).toEqual({ "": [200, 0, 60, 1] });
  expect(pulse.provider).toEqual({ 5003: [200, 0, 50, 1] });
  expect(Object.entries(pulse.region)).toEqual(
    expect.arrayContaining([
      ["", [0, 0, 10, 0]],
      ["eu", [100, 0, 0, 1]],
      ["__proto__", [100, 0, 50, 0]],
    ]),
  );
  expect(pulse.gpu_model).toEqual({ T4: [200, 0, 60, 1] });
  expect(pulse.agent).toEqual({ "": [200, 0, 60, 1] });
  expect(recorder.take(directory).fleet).toEqual({ "": [0, 0, 0, 0] });
});
