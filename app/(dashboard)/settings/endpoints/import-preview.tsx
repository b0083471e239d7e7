import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { SeverityMark } from "@/components/ui/severity-mark";
import type { ShownPlan } from "./import/shown-plan";

type Props = {
  plan: ShownPlan;
  isPending: boolean;
  error: string | undefined;
  onApply: () => void;
  onBack: () => void;
};

const parts = [
  ["added", "Added"],
  ["changed", "Changed"],
  ["gone", "Taken out: no longer in the document"],
] as const;

export function ImportPreview({ plan, isPending, error, onApply, onBack }: Props) {
  const { counts, skipped } = plan;
  const isNothing = counts.added + counts.changed + counts.gone === 0;
  return (
    <div className="grid gap-4">
      <p>
        {isNothing
          ? "Nothing changes. "
          : `${counts.added} added, ${counts.changed} changed, ${counts.gone} taken out. `}
        {counts.unchanged} stay as they are.
      </p>
      {parts.map(([key, title]) =>
        counts[key] > 0 ? (
          <section key={key} aria-label={title} className="grid gap-1">
            <h3 className="font-medium text-table">
              {title} ({counts[key]})
            </h3>
            <ul className="grid max-h-60 gap-0.5 overflow-y-auto rounded-md border border-line p-2 text-caption">
              {plan[key].map(({ name, note, risk }) => (
                <li key={name} className="flex flex-wrap items-baseline gap-x-3">
                  <span className="break-all font-mono">{name}</span>
                  <SeverityMark severity={risk} isShort />
                  <span className="text-muted">{note}</span>
                </li>
              ))}
              {counts[key] > plan[key].length ? (
                <li className="text-muted">… and {counts[key] - plan[key].length} more</li>
              ) : null}
            </ul>
          </section>
        ) : null,
      )}
      {skipped.length > 0 ? (
        <section aria-label="Skipped" className="grid gap-1">
          <h3 className="font-medium text-table">Skipped ({skipped.length})</h3>
          <ul className="grid gap-0.5 break-words text-caption text-muted">
            {skipped.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {error ? <FormError>{error}</FormError> : null}
      <div className="flex gap-2">
        <Button variant="primary" onClick={onApply} isPending={isPending} disabled={isNothing}>
          Import
        </Button>
        <Button onClick={onBack}>Back</Button>
      </div>
    </div>
  );
}
