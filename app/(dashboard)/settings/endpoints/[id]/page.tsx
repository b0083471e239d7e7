import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import { endpointName } from "@/lib/endpoints/endpoint";
import { findEndpoint } from "../../../find-record";
import { EndpointDialog } from "../endpoint-dialog";
import { RemoveEndpointDialog } from "../remove-endpoint-dialog";
import { ReviewDialog } from "../review-dialog";
import { reviewWords } from "../review-words";
import { EndpointFacts } from "./endpoint-facts";
import { ReviewsTable } from "./reviews-table";

export const metadata: Metadata = { title: "Public endpoint" };

export default async function EndpointPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireCtx();
  const { endpoint, reviews } = await findEndpoint(ctx, (await params).id).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === "not_found") notFound();
    throw error;
  });
  const { id, revision, status, removedAt, source } = endpoint;
  const name = endpointName(endpoint);
  const word = reviewWords[status];
  const mayWrite = may(ctx.actor, "endpoint.write");
  const acts =
    mayWrite && !removedAt ? (
      <div className="flex flex-wrap gap-2">
        {source === "muster" ? null : <RemoveEndpointDialog id={id} revision={revision} name={name} />}
        <EndpointDialog endpoint={endpoint} key={revision} />
        <ReviewDialog endpoints={[endpoint]} />
      </div>
    ) : undefined;
  return (
    <div className="grid gap-6">
      <PageHeader
        acts={acts}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="break-all font-mono">{name}</span>
            <Badge tone={removedAt ? "outline" : word.tone}>{removedAt ? "Taken out" : word.label}</Badge>
          </span>
        }
      >
        {endpoint.summary || "No summary."}
      </PageHeader>
      <EndpointFacts endpoint={endpoint} />
      <ReviewsTable reviews={reviews} mayWrite={mayWrite} />
    </div>
  );
}
