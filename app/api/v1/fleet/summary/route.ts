import { apiRoute } from "@/app/api-route";
import { answerSummary } from "@/lib/fleet/api/summary-answer";

export const GET = apiRoute((ctx, request) => answerSummary(ctx, request.nextUrl.searchParams));
