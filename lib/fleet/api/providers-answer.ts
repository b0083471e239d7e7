import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { choiceParameter } from "@/lib/api/choice-parameter";
import { count, cursorParameter, limitParameter, pageOf, time, timeParameter as timeField } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import { timeParameter } from "@/lib/api/time-parameter";
import type { Ctx } from "@/lib/context";
import { sortOrders } from "../devices/device-sort";
import { isoOfMinute, minuteOf } from "../minute";
import { getProvider } from "../providers/get-provider";
import { listProviders } from "../providers/list-providers";
import { channels } from "../providers/provider";
import { providerSorts } from "../providers/provider-sort";
import { latestMinute, requireClosedMinute } from "../queries/latest-minute";
import { StateCountsSchema } from "./schemas";

const about = {
  provider: z.string().describe("Slug."),
  name: z.string(),
  channel: z.enum(channels).describe("How the provider wants to be told."),
  language: z.string().describe("BCP 47."),
  time_zone: z.string().describe("IANA."),
};

const ProviderItem = named("ProviderItem", z.object({ ...about, devices: StateCountsSchema, gpus: StateCountsSchema }));
const ProvidersAnswer = named("ProviderPage", pageOf(ProviderItem).extend({ total: count, at: time }));

const text = z.string().nullable();
const ProviderAnswer = named(
  "Provider",
  z.object({
    ...about,
    heartbeat_interval_seconds: z.int().nullable(),
    created_at: time,
    updated_at: time,
    contact: z
      .object({ name: text, email: text, phone: text })
      .optional()
      .describe("Absent, not empty, for a role that reads no contacts."),
  }),
);

/** GET /api/v1/providers?q&at&sort&order&cursor&limit. Never with contact data. */
async function answerProviders(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof ProvidersAnswer>> {
  const at = timeParameter(params, "at");
  const minute = at && minuteOf(at);
  if (minute !== undefined) requireClosedMinute(ctx, minute, await latestMinute(ctx.db.$client));
  const sort = choiceParameter(params, "sort", providerSorts, "devices");
  const page = await listProviders(ctx, {
    ...(minute === undefined ? {} : { minute }),
    search: params.get("q")?.slice(0, 200),
    sort,
    order: choiceParameter(params, "order", sortOrders, sort === "name" ? "asc" : "desc"),
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 500 }),
  });
  const items = page.items.map(({ slug, timeZone, ...rest }) => ({ provider: slug, time_zone: timeZone, ...rest }));
  return { items, next: page.next, total: page.total, at: isoOfMinute(page.minute) };
}

async function answerProvider(ctx: Ctx, slug: string): Promise<z.input<typeof ProviderAnswer>> {
  const provider = await getProvider(ctx, slug);
  return {
    provider: provider.slug,
    name: provider.name,
    channel: provider.channel,
    language: provider.language,
    time_zone: provider.timeZone,
    heartbeat_interval_seconds: provider.heartbeatIntervalSeconds,
    created_at: provider.createdAt.toISOString(),
    updated_at: provider.updatedAt.toISOString(),
    ...(provider.contact ? { contact: provider.contact } : {}),
  };
}

export const providersEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/providers",
  tag: "Providers",
  summary: "Providers, with how many of their devices are in which state",
  permission: "provider.read",
  query: {
    q: z.string().max(200).describe("Part of a name or slug."),
    at: timeField("Any moment of a past minute, as of which everything is."),
    sort: z.enum(providerSorts),
    order: z.enum(sortOrders),
    cursor: cursorParameter,
    limit: limitParameter(100, 500),
  },
  answer: ProvidersAnswer,
  problems: {
    400: ["bad_time", "bad_number", "invalid_cursor", "unknown_sort", "unknown_order", "future_minute"],
    409: ["minute_not_closed"],
  },
  respond: (ctx, { query }) => answerProviders(ctx, query),
});

export const providerEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/providers/[slug]",
  tag: "Providers",
  summary: "One provider",
  permission: "provider.read",
  params: { slug: z.string().describe("Slug of the provider.") },
  answer: ProviderAnswer,
  problems: { 404: ["provider_not_found"] },
  respond: (ctx, { params }) => answerProvider(ctx, params.slug ?? ""),
});
