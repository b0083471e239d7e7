import type { Explanation } from "@/lib/fleet/devices/explain-state";

/** Why it is not connected, and what its owner has to do: as it can be sent to them. */
export function DeviceExplanation({ explanation, isPast }: { explanation: Explanation; isPast: boolean }) {
  return (
    <section aria-labelledby="why" className="grid gap-2 rounded-lg border border-line bg-surface p-4">
      <h2 id="why" className="font-semibold text-body">
        {isPast ? "Why, at that minute" : "Why, and what its owner has to do"}
      </h2>
      <p>{explanation.why}</p>
      {explanation.steps.length > 0 ? (
        <ol className="grid list-decimal gap-1 pl-5 text-table marker:text-muted">
          {explanation.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}
