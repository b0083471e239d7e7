import type { ReactNode } from "react";

/** What it is called, and what it is. */
export type Fact = { label: string; value: ReactNode };

const forms = {
  /** One beside the other, as wide as each is. */
  line: "flex flex-wrap gap-x-8 gap-y-3",
  /** In columns, for many. */
  columns: "grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-8 gap-y-3",
} as const;

/** The facts of one record, each under its name; null where one does not apply. */
export function FactList({ facts, form = "line" }: { facts: readonly (Fact | null)[]; form?: keyof typeof forms }) {
  return (
    <dl className={forms[form]}>
      {facts
        .filter((fact) => fact !== null)
        .map(({ label, value }) => (
          <div key={label} className="min-w-0">
            <dt className="text-caption text-muted">{label}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
