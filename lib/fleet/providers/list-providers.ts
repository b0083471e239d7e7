import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { resolveListedMinute } from "../devices/resolve-listed-minute";
import { countGroups } from "../queries/count-groups";
import { noCounts, stateCountsOf } from "../queries/minute-counts";
import type { StateCounts } from "../types";
import type { Channel } from "./provider";
import type { ProviderSort } from "./provider-sort";

export type ListedProvider = {
  slug: string;
  name: string;
  language: string;
  timeZone: string;
  channel: Channel;
  devices: StateCounts;
  gpus: StateCounts;
};

export type ListProviders = {
  /** A past minute; absent: the last that roll call closed. */
  minute?: number;
  /** Part of a name or slug. */
  search?: string;
  sort?: ProviderSort;
  order?: "asc" | "desc";
  cursor?: string;
  /** 1 to 500; 100 unless told. */
  limit?: number;
};

export type ProviderPage = {
  items: ListedProvider[];
  next: string | null;
  total: number;
  minute: number;
  isLatest: boolean;
};

const mostProviders = 500;
const collator = new Intl.Collator("en", { numeric: true });

const values: Record<Exclude<ProviderSort, "name">, (provider: ListedProvider) => number> = {
  devices: ({ devices }) => devices.enrolled,
  connected: ({ devices }) => devices.connected,
  away: ({ devices }) => devices.enrolled - devices.connected,
  gpus: ({ gpus }) => gpus.enrolled,
  gpus_connected: ({ gpus }) => gpus.connected,
};

/**
 * Providers with how many of their devices and GPUs are in which state at a minute, counted from the bits; also those without a
 * device. No contact data. Throws AppError invalid_cursor.
 */
export async function listProviders(ctx: Ctx, input: ListProviders): Promise<ProviderPage> {
  requirePermission(ctx.actor, "provider.read");
  const { sort = "devices", order = sort === "name" ? "asc" : "desc" } = input;
  const limit = Math.max(1, Math.min(mostProviders, Math.floor(input.limit ?? 100)));
  const { minute, isLatest } = await resolveListedMinute(ctx, input.minute);
  const all = await readCounted(ctx, minute, input.search ?? "");
  const sign = order === "asc" ? 1 : -1;
  const bySlug = (a: ListedProvider, b: ListedProvider) => (a.slug < b.slug ? -1 : a.slug > b.slug ? 1 : 0);
  const compare = (a: ListedProvider, b: ListedProvider) => {
    if (sort === "name") return collator.compare(a.name, b.name) * sign || bySlug(a, b);
    return (values[sort](a) - values[sort](b)) * sign || bySlug(a, b);
  };
  const sorted = all.sort(compare);
  // A provider stays where it is but for its counts, so that the place behind the last one shown is good enough.
  const start = input.cursor ? placeBehind(sorted, input.cursor) : 0;
  const items = sorted.slice(start, start + limit);
  const next = start + limit < sorted.length ? (items.at(-1)?.slug ?? null) : null;
  return { items, next, total: sorted.length, minute, isLatest };
}

function placeBehind(sorted: ListedProvider[], slug: string): number {
  const place = sorted.findIndex((provider) => provider.slug === slug);
  if (place >= 0) return place + 1;
  throw new AppError("bad_request", "invalid_cursor", "The cursor is not of this list: begin with the first page.");
}

async function readCounted(ctx: Ctx, minute: number, search: string): Promise<ListedProvider[]> {
  const [rows, groups] = await Promise.all([
    ctx.db.$client<Pick<ListedProvider, "slug" | "name" | "language" | "timeZone" | "channel">[]>`
      select slug, name, language, time_zone as "timeZone", channel from providers
      where strpos(lower(name), lower(${search})) > 0 or strpos(lower(slug), lower(${search})) > 0`,
    countGroups(ctx, {}, minute, "provider"),
  ]);
  const counted = new Map(groups.map((group) => [group.key, group]));
  return rows.map((row) => {
    const group = counted.get(row.slug);
    const devices = stateCountsOf(group?.devices ?? noCounts());
    return { ...row, devices, gpus: stateCountsOf(group?.gpus ?? noCounts()) };
  });
}
