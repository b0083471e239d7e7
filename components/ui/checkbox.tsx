import type { ComponentProps, ReactNode } from "react";

export function Checkbox({ label, className = "", ...rest }: ComponentProps<"input"> & { label: ReactNode }) {
  return (
    <label className={`inline-flex min-h-6 items-center gap-2 text-table ${className}`}>
      <input type="checkbox" className="size-4 shrink-0 accent-(--inverse)" {...rest} />
      {label}
    </label>
  );
}
