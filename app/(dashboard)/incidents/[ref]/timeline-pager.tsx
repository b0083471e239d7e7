import Link from "next/link";
import { buttonClass } from "@/components/ui/button";

type Props = { path: string; search: Record<string, string | undefined>; next: string | null };

/** On through the story, and back to where it begins; the filter stays. */
export function TimelinePager({ path, search, next }: Props) {
  if (!next && !search.cursor) return null;
  const to = (cursor: string | undefined) => {
    const kept = Object.entries({ ...search, cursor }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    return `${path}?${new URLSearchParams(kept)}`;
  };
  return (
    <nav aria-label="Pages of the timeline" className="flex justify-end gap-2">
      {search.cursor ? (
        <Link href={to(undefined)} className={buttonClass({ size: "sm" })}>
          From its beginning
        </Link>
      ) : null}
      {next ? (
        <Link href={to(next)} className={buttonClass({ size: "sm" })}>
          Further
        </Link>
      ) : null}
    </nav>
  );
}
