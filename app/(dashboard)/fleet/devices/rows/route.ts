import { apiRoute } from "@/app/api-route";
import { listDevices } from "@/lib/fleet/devices/list-devices";
import { parseDevicesView } from "../devices-view";

/** A further page of the devices list, for the table that asks for it on the way down. */
export const GET = apiRoute((ctx, request) => {
  const params = request.nextUrl.searchParams;
  const { filter, minute, sort, order } = parseDevicesView(params);
  const cursor = params.get("cursor") ?? undefined;
  return listDevices(ctx, { filter, minute: minute ?? undefined, sort, order, cursor, limit: 200 });
});
