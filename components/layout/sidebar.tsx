"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { BrandMark } from "./brand-mark";
import { currentEntry, type NavEntry, navEntries } from "./nav-entries";
import { useKeptHref } from "./use-kept-href";

type SidebarProps = {
  /** hrefs of the entries that the viewer's role sees. */
  visible: readonly string[];
  /** Beside an entry only when somebody must act, by href. */
  counts: Readonly<Record<string, number>>;
};

const mostShown = 999;

export function Sidebar({ visible, counts }: SidebarProps) {
  const current = currentEntry(usePathname());
  const entriesOf = (group: NavEntry["group"]) =>
    navEntries.filter((entry) => entry.group === group && visible.includes(entry.href));
  const link = (entry: NavEntry) => (
    <SidebarLink key={entry.href} entry={entry} isCurrent={entry === current} count={counts[entry.href] ?? 0} />
  );
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 hidden h-dvh w-14 shrink-0 flex-col gap-0.5 overflow-y-auto border-line border-r bg-surface px-2 py-3 sm:flex lg:w-56 lg:px-3"
    >
      <Link
        href="/fleet"
        className="mb-3 flex h-8 items-center gap-2 rounded-md px-2 font-semibold tracking-tight max-lg:justify-center"
      >
        <BrandMark />
        <span className="max-lg:sr-only">Muster</span>
      </Link>
      {entriesOf("work").map(link)}
      <span className="grow" />
      {entriesOf("house").map(link)}
    </nav>
  );
}

function SidebarLink({ entry, isCurrent, count }: { entry: NavEntry; isCurrent: boolean; count: number }) {
  const href = useKeptHref(entry.href);
  const Icon = entry.icon;
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      title={entry.label}
      className={`relative flex h-8 items-center gap-2 rounded-md px-2 text-table transition-colors max-lg:justify-center ${entry.isChild ? "lg:pl-7" : ""} ${isCurrent ? "bg-sunken font-medium text-text" : "text-muted hover:bg-sunken hover:text-text"}`}
    >
      <Icon className="size-4 shrink-0" strokeWidth={1.75} aria-hidden="true" />
      <span className="truncate max-lg:sr-only">{entry.label}</span>
      {count > 0 ? (
        <span className="ml-auto rounded-sm bg-bad px-1 text-[0.6875rem] leading-4 font-semibold text-surface max-lg:absolute max-lg:top-0 max-lg:right-0">
          {count > mostShown ? `${mostShown}+` : count}
          <span className="sr-only"> open</span>
        </span>
      ) : null}
    </Link>
  );
}
