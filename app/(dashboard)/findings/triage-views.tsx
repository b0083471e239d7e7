import Link from "next/link";
import type { TriageGrouping } from "@/lib/findings/triage/group-triage";
import type { ShownStatus } from "@/lib/findings/triage/triage-filter";
import { parseTriageSearch, type TriageSearch, triageHref } from "./triage-search";

type Counts = { new: number; in_progress: number; suppressed: number };
type Choice = { href: string; label: string; count?: number; isCurrent: boolean };

/** Which statuses the list shows, with how many there are; what is resolved is history and not counted. */
export function StatusTabs({ search, counts }: { search: TriageSearch; counts: Counts }) {
  const tab = (show: ShownStatus, label: string, count?: number): Choice => ({
    ...{ href: triageHref(search, { show }), label, isCurrent: search.show === show },
    ...(count === undefined ? {} : { count }),
  });
  return (
    <Choices
      label="Status"
      choices={[
        tab("open", "Open", counts.new + counts.in_progress),
        tab("new", "New", counts.new),
        tab("in_progress", "In progress", counts.in_progress),
        tab("suppressed", "Suppressed", counts.suppressed),
        tab("resolved", "Resolved"),
        tab("all", "All"),
      ]}
    />
  );
}

const groupings: [TriageGrouping | undefined, string][] = [
  [undefined, "One by one"],
  ["rule", "Detector"],
  ["fingerprint", "Fingerprint"],
  ["provider", "Provider"],
  ["cluster", "Cluster"],
];

export function GroupingTabs({ search }: { search: TriageSearch }) {
  const choices = groupings.map(([group, label]) => ({
    ...{ href: triageHref(search, { group }), label, isCurrent: search.group === group },
  }));
  return <Choices label="Group by" choices={choices} />;
}

/** Views that many want; any other is its address, which can be kept and sent. */
const views: [label: string, search: Parameters<typeof parseTriageSearch>[0]][] = [
  ["Mine", { assignee: "me" }],
  ["Grave and nobody’s", { severity: "critical,high", assignee: "none" }],
  ["Latest first", { sort: "newest" }],
];

export function SavedViews({ search }: { search: TriageSearch }) {
  const here = triageHref(search);
  const choices = views.map(([label, view]) => {
    const href = triageHref(parseTriageSearch(view));
    return { href, label, isCurrent: href === here };
  });
  return <Choices label="Views" choices={choices} />;
}

function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav
      aria-label={label}
      className="flex max-w-full items-stretch gap-0.5 overflow-x-auto rounded-md border border-line bg-sunken p-0.5"
    >
      {choices.map(({ href, label: text, count, isCurrent }) => (
        <Link
          key={text}
          href={href}
          prefetch={false}
          aria-current={isCurrent ? "page" : undefined}
          className={`flex h-7 shrink-0 items-center gap-1.5 rounded-sm px-2.5 font-medium text-caption transition-colors hover:text-text ${isCurrent ? "bg-surface text-text ring-1 ring-line" : "text-muted"}`}
        >
          {text}
          {count === undefined ? null : <span className="tabular-nums">{count.toLocaleString("en-GB")}</span>}
        </Link>
      ))}
    </nav>
  );
}
