import type { ReactNode } from "react";

/** Why a form or an act did not go through and what to do, where no single field is to blame. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="text-bad-text text-table">
      {children}
    </p>
  );
}
