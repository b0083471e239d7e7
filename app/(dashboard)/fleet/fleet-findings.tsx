import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { type Severity, SeverityMark } from "@/components/ui/severity-mark";
import { Time } from "@/components/ui/time";
import type { Finding } from "@/lib/findings/list-findings";

/** What is wrong with the fleet, a line each, before any number; what is over too, until somebody resolves it. */
export function FleetFindings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label="Open findings of the fleet" className="grid gap-1.5">
      {findings.map((finding) => (
        <li key={finding.id}>
          <Link
            href={`/findings/${finding.id}`}
            className="group flex min-h-10 items-center gap-3 rounded-md border border-bad bg-bad-soft px-3 py-2 text-table"
          >
            {/* The database holds these five words and no others. */}
            <SeverityMark severity={finding.severity as Severity} isShort />
            <span className="min-w-0 grow">
              <span className="font-semibold">{finding.title}</span>
              <span className="text-muted max-md:hidden"> {finding.summary}</span>
            </span>
            <span className="shrink-0 text-caption text-muted max-sm:hidden">
              {finding.endedAt ? "over since " : "since "}
              <Time at={finding.endedAt ?? finding.startedAt} />
            </span>
            <ArrowRight
              className="size-4 shrink-0 transition-transform group-hover:translate-x-0.5"
              aria-hidden="true"
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}
