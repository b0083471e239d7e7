import { UserRound } from "lucide-react";

export const viewerButtonClass =
  "flex h-8 items-center gap-2 rounded-md px-2 text-caption text-muted transition-colors hover:bg-sunken hover:text-text";

/** The viewer's role and zone, always in sight on a wide screen. */
export function ViewerButtonContent({ role, zone }: { role: string; zone: string }) {
  return (
    <>
      <UserRound className="size-4" strokeWidth={1.75} aria-hidden="true" />
      <span className="max-sm:sr-only">
        <span className="text-text">{role}</span> · {zone}
      </span>
    </>
  );
}
