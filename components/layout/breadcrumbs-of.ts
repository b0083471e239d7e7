import { navEntries } from "./nav-entries";

export type Breadcrumb = { href: string; label: string; isId: boolean };

/** The way to a path: names of pages where there is one, else the id as it stands in the path. */
export function breadcrumbsOf(path: string): Breadcrumb[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((part, index) => {
    const href = `/${parts.slice(0, index + 1).join("/")}`;
    const entry = navEntries.find((known) => known.href === href);
    const isId = !entry && index > 0;
    const text = safeDecode(part);
    return { href, label: entry?.label ?? (isId ? text : text.charAt(0).toUpperCase() + text.slice(1)), isId };
  });
}

/** A path that somebody typed may hold a lone percent sign. */
function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
