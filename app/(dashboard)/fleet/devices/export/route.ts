import { apiRoute } from "@/app/api-route";
import { exportDevices } from "@/lib/fleet/devices/export-devices";
import { isoOfMinute } from "@/lib/fleet/minute";
import { parseDevicesView } from "../devices-view";

/** The devices of a filter as a CSV file that streams. */
export const GET = apiRoute(async (ctx, request) => {
  const { filter, minute } = parseDevicesView(request.nextUrl.searchParams);
  const { blocks, minute: exported } = await exportDevices(ctx, { filter, minute: minute ?? undefined });
  const name = `devices-${isoOfMinute(exported).slice(0, 16).replace(":", "")}Z.csv`;
  return new Response(streamOf(blocks), {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}"` },
  });
});

/** The next block is read when the reader has room for it, and none any more once it has gone. */
function streamOf(blocks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await blocks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await blocks.return(undefined);
    },
  });
}
