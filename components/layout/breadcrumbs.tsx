"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import { breadcrumbsOf } from "./breadcrumbs-of";
import { useKeptHref } from "./use-kept-href";

export function Breadcrumbs() {
  const crumbs = breadcrumbsOf(usePathname());
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex items-center gap-1.5 text-table">
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <Fragment key={crumb.href}>
              {index > 0 ? (
                <li aria-hidden="true" className={`text-faint ${isLast ? "" : "max-sm:hidden"}`}>
                  /
                </li>
              ) : null}
              <li
                className={`truncate ${crumb.isId ? "font-mono" : ""} ${isLast ? "" : "shrink-0"} ${index < crumbs.length - 2 ? "max-sm:hidden" : ""}`}
              >
                {isLast ? (
                  <span aria-current="page" className="font-medium">
                    {crumb.label}
                  </span>
                ) : (
                  <CrumbLink href={crumb.href} label={crumb.label} />
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

function CrumbLink({ href, label }: { href: string; label: string }) {
  return (
    <Link href={useKeptHref(href)} className="rounded-sm text-muted hover:text-text hover:underline">
      {label}
    </Link>
  );
}
