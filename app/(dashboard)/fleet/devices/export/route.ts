import { apiRoute } from "@/app/api-route";
import { streamText } from "@/app/stream-text";
import { exportDevices } from "@/lib/fleet/devices/export-devices";
import { isoOfMinute } from "@/lib/fleet/minute";
import { parseDevicesView } from "../devices-view";

/** The devices of a filter as a CSV file that streams, in the order of the list. */
export const GET = apiRoute(
  async (ctx, request) => {
    const { filter, minute, sort, order } = parseDevicesView(request.nextUrl.searchParams);
    const { blocks, minute: exported } = await exportDevices(ctx, { filter, minute: minute ?? undefined, sort, order });
    const name = `devices-${isoOfMinute(exported).slice(0, 16).replace(":", "")}Z.csv`;
    return new Response(streamText(blocks), {
      headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}"` },
    });
  },
  { isExport: true },
);
