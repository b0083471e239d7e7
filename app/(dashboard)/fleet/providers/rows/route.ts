import { apiRoute } from "@/app/api-route";
import { listProviders } from "@/lib/fleet/providers/list-providers";
import { parseProvidersView } from "../providers-view";

/** A further page of the providers list, for the table that asks for it on the way down. */
export const GET = apiRoute((ctx, request) => {
  const params = request.nextUrl.searchParams;
  const { minute, ...view } = parseProvidersView(params);
  const cursor = params.get("cursor") ?? undefined;
  return listProviders(ctx, { ...view, minute: minute ?? undefined, cursor, limit: 200 });
});
