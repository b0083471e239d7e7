import type { ReactNode } from "react";

type DataFormProps = { onData: (form: FormData) => void; className?: string; children: ReactNode };

/** Hands on what was typed, and keeps it. Not `action`: React would empty the fields, also after an error. */
export function DataForm({ onData, className = "grid gap-4", children }: DataFormProps) {
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onData(new FormData(event.currentTarget));
      }}
    >
      {children}
    </form>
  );
}
