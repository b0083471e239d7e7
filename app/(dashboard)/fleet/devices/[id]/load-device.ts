import { notFound } from "next/navigation";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { Device } from "@/lib/fleet/devices/get-device";
import { readDeviceRuns } from "@/lib/fleet/devices/get-device-presence";
import { type DeviceStrip, getDeviceStrip } from "@/lib/fleet/devices/get-device-strip";
import { listAttributeChanges } from "@/lib/fleet/devices/list-attribute-changes";
import { listDecisions } from "@/lib/fleet/devices/list-decisions";
import { listTransitions } from "@/lib/fleet/devices/list-transitions";
import { listVerifications } from "@/lib/fleet/devices/list-verifications";
import { minuteOf } from "@/lib/fleet/minute";
import { getCurrentPolicy } from "@/lib/fleet/policy/get-current-policy";
import { deviceStateOf, type StateCode, stateCodes } from "@/lib/fleet/states";
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
  const past = view.atMinute === null ? null : await stateThen(ctx, id, strip, view.atMinute);
  const code = past?.code ?? currentCode(device);
  return {
    device,
    strip: {
      fromMinute: strip.fromMinute,
      toMinute: strip.toMinute,
      enrolledMinute: minuteOf(device.enrolledAt),
      intervals: strip.runs.flatMap(({ code, from, to }) => {
        const state = deviceStateOf(code);
        return state ? [{ ...state, fromMinute: from, toMinute: to }] : [];
      }),
    },
    state: deviceStateOf(code),
    sinceMinute: past ? past.sinceMinute : (device.rolled?.sinceMinute ?? null),
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

/** The state at a past minute; since when is null where it held before the strip begins, or the device was not enrolled yet. */
async function stateThen(
  ctx: Ctx,
  id: string,
  strip: DeviceStrip,
  minute: number,
): Promise<{ code: StateCode; sinceMinute: number | null }> {
  const run = strip.runs.find(({ from, to }) => from <= minute && minute < to);
  if (run) {
    const isTold = run.code !== stateCodes.none && run.from > strip.fromMinute;
    return { code: run.code, sinceMinute: isTold ? run.from : null };
  }
  if (minute >= strip.toMinute) return { code: stateCodes.unknown, sinceMinute: null };
  const [before] = await readDeviceRuns(ctx, id, { from: minute, to: minute + 1 });
  return { code: before?.code ?? stateCodes.unknown, sinceMinute: null };
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
