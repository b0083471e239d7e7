import { apiRoute } from "@/app/api-route";
import { answerDevices } from "@/lib/fleet/api/devices-answer";

export const GET = apiRoute((ctx, request) => answerDevices(ctx, request.nextUrl.searchParams));
