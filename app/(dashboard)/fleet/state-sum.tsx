import { stackOrder, valuesOf } from "@/components/charts/prepare-state-area";
import { Count } from "@/components/ui/count";
import { stateLooks } from "@/components/ui/state-look";
import { StateMark } from "@/components/ui/state-mark";
import type { CountUnit, StateCounts } from "@/lib/fleet/types";
import { Share } from "./share";
import { StateLink } from "./state-link";

const alwaysShown: ReadonlySet<string> = new Set(["connected", "silent"]);

type StateSumProps = {
  counts: StateCounts;
  /** False for a minute in which nobody listened: then a zero would be a lie. */
  isKnown: boolean;
  unit: CountUnit;
};

/** Every enrolled device is in exactly one state: one bar, one list, one sum. */
export function StateSum({ counts, isKnown, unit }: StateSumProps) {
  const values = valuesOf(counts);
  const states = stackOrder.filter((state) => values[state] > 0 || (isKnown && alwaysShown.has(state)));
  const hasBlocked = states.some((state) => state.startsWith("blocked"));
  return (
    <section aria-label="By state" className="grid content-start gap-3">
      <h2 className="text-caption text-muted">By state{isKnown && !hasBlocked ? ", nobody is turned away" : ""}</h2>
      <div className="flex h-3 gap-px overflow-hidden rounded-sm" aria-hidden="true">
        {states
          .filter((state) => values[state] > 0)
          .map((state) => (
            <span
              key={state}
              className={`min-w-0.5 transition-[flex-grow] ${state === "unknown" ? "hatched" : ""}`}
              style={{
                flexGrow: values[state],
                flexBasis: 0,
                ...(state === "unknown" ? {} : { background: stateLooks[state].color }),
              }}
            />
          ))}
      </div>
      <dl className="grid grid-cols-[auto_1fr_auto_auto] items-center gap-x-2 text-table">
        {states.map((state) => (
          <div key={state} className="col-span-full grid h-6 grid-cols-subgrid items-center">
            <StateMark state={state} />
            <dt className="truncate">
              <StateLink state={state}>{stateLooks[state].label}</StateLink>
            </dt>
            <dd className="text-right font-medium">
              <Count value={values[state]} />
            </dd>
            <dd className="min-w-14 text-right text-caption text-muted">
              <Share part={values[state]} whole={counts.enrolled} />
            </dd>
          </div>
        ))}
        <div className="col-span-full mt-1 grid h-7 grid-cols-subgrid items-center border-line border-t">
          <span aria-hidden="true" className="text-center text-muted">
            =
          </span>
          <dt className="text-muted">Enrolled {unit === "gpus" ? "GPUs" : "devices"}</dt>
          <dd className="text-right font-medium">
            <Count value={counts.enrolled} />
          </dd>
          <dd />
        </div>
      </dl>
      {isKnown && counts.unknown > 0 ? (
        <p className="text-caption text-muted">
          Unknown: after a start or a gap Muster has not yet listened for as long as these devices may take to call. Who
          calls is counted at once; who does not is silent as soon as that time is over.
        </p>
      ) : null}
    </section>
  );
}
