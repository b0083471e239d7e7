"use client";
import Link from "next/link";
import { linkKindLabels } from "@/lib/incidents/timeline/link-kinds";
import type { TimelineLink } from "@/lib/incidents/timeline/timeline-link";
import { PlainText } from "../plain-text";
import { useEvidenceNames } from "./evidence-names";
import { linkHref } from "./link-href";

/** What an event is about, each with its page where it has one. */
export function LinkChips({ links }: { links: readonly TimelineLink[] }) {
  const fileNames = useEvidenceNames();
  if (links.length === 0) return null;
  return (
    <ul aria-label="About" className="flex flex-wrap gap-x-3 gap-y-1 text-caption">
      {links.map((link) => {
        const fileName = link.kind === "file" ? fileNames.get(link.id) : undefined;
        // What is no file of this incident leads nowhere.
        const href = link.kind === "file" && !fileName ? null : linkHref(link);
        const id = <PlainText>{fileName ?? link.id}</PlainText>;
        return (
          <li key={`${link.kind}:${link.id}`} className="min-w-0">
            <span className="text-muted">{linkKindLabels[link.kind]} </span>
            <span className="font-mono">
              {href && fileName ? (
                // Not a Link: it is a file, and fetching it ahead would write that it was taken.
                <a href={href} download className="rounded-sm underline underline-offset-2">
                  {id}
                </a>
              ) : href ? (
                <Link href={href} className="rounded-sm underline underline-offset-2">
                  {id}
                </Link>
              ) : (
                id
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
