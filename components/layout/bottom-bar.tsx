"use client";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { DropdownMenu } from "radix-ui";
import { menuClass, menuItemClass } from "@/components/ui/menu-class";
import { currentEntry, type NavEntry, navEntries } from "./nav-entries";
import { useKeptHref } from "./use-kept-href";

const itemClass = "grid h-14 content-center justify-items-center gap-0.5 text-[0.6875rem] leading-4";
const shown = ["/fleet", "/fleet/devices", "/fleet/providers", "/findings"];

/** The navigation of a phone: four places within reach of a thumb, the rest behind one more. */
export function BottomBar({ visible }: { visible: readonly string[] }) {
  const current = currentEntry(usePathname());
  const entries = navEntries.filter((entry) => visible.includes(entry.href));
  const rest = entries.filter((entry) => !shown.includes(entry.href));
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
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          className={`${itemClass} ${current && rest.includes(current) ? "text-text" : "text-muted"}`}
        >
          <Ellipsis className="size-5" strokeWidth={1.75} aria-hidden="true" />
          More
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menuClass} align="end" sideOffset={4} collisionPadding={8}>
            {rest.map((entry) => (
              <DropdownMenu.Item key={entry.href} asChild>
                <Link href={entry.href} className={menuItemClass}>
                  <entry.icon className="size-4" strokeWidth={1.75} aria-hidden="true" />
                  {entry.label}
                </Link>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </nav>
  );
}

function BottomLink({ entry, isCurrent }: { entry: NavEntry; isCurrent: boolean }) {
  return (
    <Link
      href={useKeptHref(entry.href)}
      aria-current={isCurrent ? "page" : undefined}
      className={`${itemClass} ${isCurrent ? "font-medium text-text" : "text-muted"}`}
    >
      <entry.icon className="size-5" strokeWidth={isCurrent ? 2.25 : 1.75} aria-hidden="true" />
      {entry.label}
    </Link>
  );
}
