"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ComponentType, useState } from "react";
import { bottomItemClass, MoreContent } from "./bottom-item";
import type { MoreMenuProps } from "./more-menu";
import { currentEntry, type NavEntry, navEntries } from "./nav-entries";
import { useKeptHref } from "./use-kept-href";

// Its menu comes when it is opened.
const loadMenu = () => import("./more-menu").then((module) => module.MoreMenu);

const shown = ["/fleet", "/fleet/devices", "/fleet/providers", "/findings"];

/** The navigation of a phone: four places within reach of a thumb, the rest behind one more. */
export function BottomBar({ visible }: { visible: readonly string[] }) {
  const current = currentEntry(usePathname());
  const [MoreMenu, setMoreMenu] = useState<ComponentType<MoreMenuProps> | null>(null);
  const entries = navEntries.filter((entry) => visible.includes(entry.href));
  const rest = entries.filter((entry) => !shown.includes(entry.href));
  const isRestCurrent = current !== undefined && rest.includes(current);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {entries
        .filter((entry) => shown.includes(entry.href))
        .map((entry) => (
          <BottomLink key={entry.href} entry={entry} isCurrent={entry === current} />
        ))}
      {MoreMenu ? (
        <MoreMenu entries={rest} isCurrent={isRestCurrent} />
      ) : (
        <button
          type="button"
          aria-haspopup="menu"
          aria-expanded={false}
          className={bottomItemClass(isRestCurrent)}
          onClick={async () => {
            const loaded = await loadMenu();
            setMoreMenu(() => loaded);
          }}
        >
          <MoreContent />
        </button>
      )}
    </nav>
  );
}

function BottomLink({ entry, isCurrent }: { entry: NavEntry; isCurrent: boolean }) {
  return (
    <Link
      href={useKeptHref(entry.href)}
      aria-current={isCurrent ? "page" : undefined}
      className={bottomItemClass(isCurrent)}
    >
      <entry.icon className="size-5" strokeWidth={isCurrent ? 2.25 : 1.75} aria-hidden="true" />
      {entry.label}
    </Link>
  );
}
