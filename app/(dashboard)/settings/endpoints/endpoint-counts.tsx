import Link from "next/link";
import { Count } from "@/components/ui/count";
import { type ReviewStatus, reviewStatuses } from "@/lib/endpoints/review-due";
import { reviewWords } from "./review-words";

/** How many there are, by where their review stands; each part leads to its list, and the parts sum to the whole. */
export function EndpointCounts({ counts }: { counts: Record<ReviewStatus | "all", number> }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      <Part label="In the register" value={counts.all} href="/settings/endpoints" />
      {reviewStatuses.map((status) => (
        <Part
          key={status}
          label={reviewWords[status].label}
          value={counts[status]}
          href={`/settings/endpoints?status=${status}`}
          isBad={reviewWords[status].tone === "bad"}
        />
      ))}
    </dl>
  );
}

function Part({ label, value, href, isBad = false }: { label: string; value: number; href: string; isBad?: boolean }) {
  return (
    <div>
      <dt className="text-caption text-muted">{label}</dt>
      <dd className={`font-semibold text-figure tracking-tight ${isBad && value > 0 ? "text-bad-text" : ""}`}>
        <Link href={href} className="rounded-sm underline-offset-4 hover:underline" aria-label={`${label}: ${value}`}>
          <Count value={value} />
        </Link>
      </dd>
    </div>
  );
}
