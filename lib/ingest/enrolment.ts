import { z } from "zod";
import { findGpuModel } from "@/lib/fleet/gpu-models";
import { Agent, DeviceId, printable } from "./heartbeat";

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const noCount = { error: "must be an integer from 1 to 1024" };

/** A device as its provider or an operator enrols it. What is absent stays as it is. */
export const Enrolment = z
  .object({
    device: DeviceId,
    provider: optional(printable(128)),
    name: optional(printable(200)),
    gpu_model: optional(printable(100)),
    gpu_count: optional(z.int(noCount).min(1, noCount).max(1_024, noCount)),
    region: optional(printable(64)),
    agent: optional(Agent),
    cluster: optional(printable(128)),
    node: optional(printable(253)),
  })
  .transform(({ gpu_model, gpu_count, ...rest }) => ({
    ...rest,
    // Under the name that Muster uses: one model is one group, whatever its drivers call it.
    gpuModel: gpu_model === null ? null : findGpuModel(gpu_model).name,
    gpuCount: gpu_count,
  }));
export type Enrolment = z.infer<typeof Enrolment>;
