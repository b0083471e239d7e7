import { notFound } from "next/navigation";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { Device } from "@/lib/fleet/devices/get-device";
import { getDeviceStrip } from "@/lib/fleet/devices/get-device-strip";
import { listAttributeChanges } from "@/lib/fleet/devices/list-attribute-changes";
import { listDecisions } from "@/lib/fleet/devices/list-decisions";
import { listTransitions } from "@/lib/fleet/devices/list-transitions";
import { listVerifications } from "@/lib/fleet/devices/list-verifications";
import { getCurrentPolicy } from "@/lib/fleet/policy/get-current-policy";
import { deviceStateOf, stateCodes } from "@/lib/fleet/states";
import { findDevice } from "../../../find-record";

type View = { atMinute: number | null; transitionsBefore: number | null };

/** All that the page of a device shows, for now or for a past minute. */
export async function loadDevice(ctx: Ctx, id: string, view: View) {
  const device = await findDevice(ctx, id).catch(orNotFound);
  const [strip, transitions, changes, verifications, decisions, policy] = await Promise.all([
    getDeviceStrip(ctx, id),
    listTransitions(ctx, { device: id, ...(view.transitionsBefore ? { beforeMinute: view.transitionsBefore } : {}) }),
    listAttributeChanges(ctx, id),
    listVerifications(ctx, id),
    listDecisions(ctx, id),
    getCurrentPolicy(ctx),
  ]);
  const run = strip.runs.find(({ from, to }) => view.atMinute !== null && from <= view.atMinute && view.atMinute < to);
  const code = view.atMinute === null ? currentCode(device) : (run?.code ?? stateCodes.unknown);
  return {
    device,
    strip: {
      fromMinute: strip.fromMinute,
      toMinute: strip.toMinute,
      intervals: strip.runs.flatMap(({ code, from, to }) => {
        const state = deviceStateOf(code);
        return state ? [{ ...state, fromMinute: from, toMinute: to }] : [];
      }),
    },
    state: deviceStateOf(code),
    sinceMinute: view.atMinute === null ? (device.rolled?.sinceMinute ?? null) : (run?.from ?? null),
    transitions,
    changes,
    verifications,
    decisions,
    policy,
    acts: {
      id,
      decision: device.decision,
      mayQuarantine: may(ctx.actor, "device.quarantine"),
      mayRetire: may(ctx.actor, "device.retire"),
      mayMove: may(ctx.actor, "device.move"),
    },
  };
}

/** A decision holds from the moment it was taken; roll call counts it within the minute. */
function currentCode(device: Device) {
  if (device.decision) return stateCodes[device.decision];
  return device.rolled?.code ?? stateCodes.unknown;
}

function orNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === "device_not_found") notFound();
  throw error;
}
