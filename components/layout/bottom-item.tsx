import { Ellipsis } from "lucide-react";

export const bottomItemClass = (isCurrent: boolean): string =>
  `grid h-14 content-center justify-items-center gap-0.5 text-[0.6875rem] leading-4 ${isCurrent ? "font-medium text-text" : "text-muted"}`;

export function MoreContent() {
  return (
    <>
      <Ellipsis className="size-5" strokeWidth={1.75} aria-hidden="true" />
      More
    </>
  );
}
