import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlClass } from "./input";

/** The browser's own: every keyboard and every phone knows it. */
export function Select({ className = "", children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={`relative inline-block w-full ${className}`}>
      <select className={`${controlClass} appearance-none pr-8`} {...rest}>
        {children}
      </select>
      <ChevronDown
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 size-4 text-muted"
        aria-hidden="true"
      />
    </span>
  );
}
