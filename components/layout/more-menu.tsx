"use client";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import { menuClass, menuItemClass } from "@/components/ui/menu-class";
import { bottomItemClass, MoreContent } from "./bottom-item";
import type { NavEntry } from "./nav-entries";

export type MoreMenuProps = { entries: readonly NavEntry[]; isCurrent: boolean };

/** The entries for which the bottom bar has no room. */
export function MoreMenu({ entries, isCurrent }: MoreMenuProps) {
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger className={bottomItemClass(isCurrent)}>
        <MoreContent />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={menuClass} align="end" sideOffset={4} collisionPadding={8}>
        {entries.map((entry) => (
          <DropdownMenu.Item key={entry.href} asChild>
            <Link href={entry.href} className={menuItemClass}>
              <entry.icon className="size-4" strokeWidth={1.75} aria-hidden="true" />
              {entry.label}
            </Link>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
