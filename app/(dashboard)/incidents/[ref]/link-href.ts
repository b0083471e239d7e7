import type { TimelineLink } from "@/lib/incidents/timeline/timeline-link";

const pages: Partial<Record<TimelineLink["kind"], string>> = {
  device: "/fleet/devices/",
  finding: "/findings/",
  file: "/api/evidence/",
  user: "/settings/users/",
};
const lists: Partial<Record<TimelineLink["kind"], string>> = {
  change: "/fleet/policy",
  policy: "/fleet/policy",
};

/** The page about what an event names, or the list that it stands in; null where there is none. */
export function linkHref({ kind, id }: TimelineLink): string | null {
  const page = pages[kind];
  return page ? `${page}${encodeURIComponent(id)}` : (lists[kind] ?? null);
}

/** The fleet as it was at that minute; null before there were records to look at. */
export function fleetHref(at: Date, now: Date): string | null {
  if (at > now) return null;
  return `/fleet?at=${at.toISOString().slice(0, 16)}Z`;
}
