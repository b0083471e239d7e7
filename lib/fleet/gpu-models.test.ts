import { expect, test } from "vitest";
import { findGpuModel, gpuModels } from "./gpu-models";

test.each([
  ["NVIDIA GeForce RTX 4090", "RTX 4090"],
  ["RTX4090", "RTX 4090"],
  ["rtx-4090", "RTX 4090"],
  ["GeForceRTX4090", "RTX 4090"],
  ["4090", "RTX 4090"],
  ["NVIDIA GeForce RTX 4060 Ti 16GB", "RTX 4060 Ti 16GB"],
  ["rtx4060ti", "RTX 4060 Ti"],
  ["NVIDIA GeForce RTX 4090 Laptop GPU", "RTX 4090 Laptop"],
  ["Tesla P100-PCIE-16GB", "P100 16GB"],
  ["P100", "P100"],
  ["NVIDIA A100-SXM4-80GB", "A100 80GB"],
  ["NVIDIA A100 80GB PCIe", "A100 80GB"],
  ["A100", "A100"],
  ["NVIDIA H100 80GB HBM3", "H100"],
  ["H100 SXM5", "H100"],
  ["H100 NVL", "H100 NVL"],
  ["V100M32", "V100 32GB"],
  ["Tesla V100-SXM2-16GB", "V100 16GB"],
  ["Tesla T4", "T4"],
  ["L40S", "L40S"],
  ["Quadro RTX 6000", "Quadro RTX 6000"],
  ["NVIDIA RTX 6000 Ada Generation", "RTX 6000 Ada"],
  ["NVIDIA RTX A6000", "RTX A6000"],
  ["rtxa6000", "RTX A6000"],
  ["AMD Instinct MI250X", "MI250X"],
  ["AMD Radeon RX 7900 XTX", "RX 7900 XTX"],
  ["Radeon RX7900XTX", "RX 7900 XTX"],
  ["Apple M1 Max", "Apple M1 Max"],
  ["Apple M2 Ultra (76-core GPU)", "Apple M2 Ultra"],
  ["M3 Pro", "Apple M3 Pro"],
  ["M4", "Apple M4"],
  ["Tesla M4", "Tesla M4"],
  ["Intel(R) Arc(TM) A770 Graphics", "Arc A770"],
  ["  NVIDIA   B200 ", "B200"],
])("%s is %s", (name, expected) => {
  expect(findGpuModel(name).name).toBe(expected);
});

test.each([
  ["G2", "G2", "other"],
  ["NVIDIA GeForce RTX 9999", "NVIDIA GeForce RTX 9999", "nvidia"],
  ["Radeon Foo", "Radeon Foo", "amd"],
  ["Apple Z9", "Apple Z9", "apple"],
  ["Intel Xe", "Intel Xe", "intel"],
  [" =cmd() ", "=cmd()", "other"],
])("an unknown %s keeps its name", (name, kept, vendor) => {
  expect(findGpuModel(name)).toEqual({ name: kept, vendor, memoryGib: null, class: "unknown" });
});

test("every model is found under its own name, once", () => {
  for (const model of gpuModels) expect(findGpuModel(model.name)).toEqual(model);
  expect(new Set(gpuModels.map((model) => model.name)).size).toBe(gpuModels.length);
});
