"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";

export function SettingsNav({ pages }: { pages: readonly { href: string; label: string }[] }) {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-4 overflow-x-auto border-line border-b">
      {pages.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={path.startsWith(href) ? "page" : undefined}
          className="-mb-px border-transparent border-b-2 py-2 text-muted text-table whitespace-nowrap transition-colors hover:text-text aria-[current=page]:border-text aria-[current=page]:font-medium aria-[current=page]:text-text"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
