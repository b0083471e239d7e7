import type { ComponentProps } from "react";

export const controlClass =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-table text-text placeholder:text-faint disabled:opacity-55 aria-invalid:border-bad";

export function Input({ className = "", ...rest }: ComponentProps<"input">) {
  return <input className={`${controlClass} ${className}`} {...rest} />;
}

export function Textarea({ className = "", ...rest }: ComponentProps<"textarea">) {
  return <textarea className={`${controlClass} h-auto min-h-20 py-1.5 ${className}`} {...rest} />;
}
