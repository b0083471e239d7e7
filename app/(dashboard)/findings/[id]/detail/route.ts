import { apiRoute } from "@/app/api-route";
import { getFindingDetail } from "@/lib/findings/triage/get-finding-detail";

/** What stands beside a finding's row, for the pane that asks when somebody stays at it. */
export const GET = apiRoute<{ id: string }>((ctx, _request, { id }) => getFindingDetail(ctx, id));
