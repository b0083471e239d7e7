import Link from "next/link";
import { buttonClass } from "@/components/ui/button";

type Search = Record<string, string | undefined>;

/** On through a list by cursor, and back to its beginning; every other parameter of the address stays. */
export function Pager({ path, search, next }: { path: string; search: Search; next: string | null }) {
  const to = (cursor: string | undefined) => {
    const kept = Object.entries({ ...search, cursor }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    const query = new URLSearchParams(kept).toString();
    return query ? `${path}?${query}` : path;
  };
  if (!next && !search.cursor) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {search.cursor ? (
        <Link href={to(undefined)} className={buttonClass({ size: "sm" })}>
          Newest
        </Link>
      ) : null}
      {next ? (
        <Link href={to(next)} className={buttonClass({ size: "sm" })}>
          Older
        </Link>
      ) : null}
    </nav>
  );
}
