import type { ReactNode } from "react";

/** What the page is, in one sentence, and the acts that belong to the whole of it. */
export function PageHeader({ title, children, acts }: { title: ReactNode; children: ReactNode; acts?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="grid gap-0.5">
        <h1 className="font-semibold text-title">{title}</h1>
        <p className="max-w-2xl text-muted">{children}</p>
      </div>
      {acts ? <div className="flex flex-wrap items-center gap-2">{acts}</div> : null}
    </header>
  );
}
