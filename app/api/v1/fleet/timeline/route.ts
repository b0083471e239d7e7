import { apiRoute } from "@/app/api-route";
import { answerTimeline } from "@/lib/fleet/api/timeline-answer";

export const GET = apiRoute((ctx, request) => answerTimeline(ctx, request.nextUrl.searchParams));
