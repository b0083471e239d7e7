import { apiRoute } from "@/app/api-route";
import { answerDevicePresence } from "@/lib/fleet/api/device-presence-answer";

export const GET = apiRoute<{ id: string }>((ctx, request, { id }) =>
  answerDevicePresence(ctx, id, request.nextUrl.searchParams),
);
