import type { ComponentProps } from "react";

/** What scrolls inside itself, so that a phone keeps the page: the keyboard reaches it, and it is announced by its name. */
export function ScrollRegion({ label, className = "", ...rest }: ComponentProps<"section"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={`overflow-auto ${className}`}
      {...rest}
    />
  );
}
