import type { Metadata } from "next";
import { musterDocument } from "@/app/api/muster-document";
import { Denied } from "@/app/denied";
import { CommandBlock } from "@/components/ui/command-block";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { readEnv } from "@/lib/env";
import { OperationSection } from "./operation-section";
import { operationsByTag } from "./operations-by-tag";

export const metadata: Metadata = { title: "API" };

export default async function ApiPage() {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "fleet.read")) return <Denied ctx={ctx} permission="fleet.read" what="the API" />;
  const { PUBLIC_URL } = readEnv();
  return (
    <div className="grid grid-cols-1 gap-8">
      <PageHeader title="API">
        What programs may ask for, and what they get. Drawn from the document that the tests hold against the real
        answers.
      </PageHeader>
      <section aria-labelledby="begin" className="grid grid-cols-1 gap-3">
        <h2 id="begin" className="font-semibold">
          Begin
        </h2>
        <p className="max-w-2xl">
          Ask an admin for an API token (Settings, Tokens). It has a role, and only reads unless it was made to write.
          Every list is paged: send <code>next</code> of an answer as <code>cursor</code>. Send <code>ETag</code> back
          as <code>If-None-Match</code> and an answer that has not changed costs nothing. Errors are problem+json with a
          stable <code>code</code>; after 429 wait for <code>Retry-After</code> seconds.
        </p>
        <CommandBlock
          label="The whole description, OpenAPI 3.1"
          command={`curl -H "Authorization: Bearer $MUSTER_TOKEN" ${PUBLIC_URL}/api/openapi.json`}
        />
      </section>
      {operationsByTag(musterDocument()).map(({ tag, operations }) => (
        <section key={tag} aria-label={tag} className="grid grid-cols-1 gap-4">
          <h2 className="font-semibold">{tag}</h2>
          {operations.map((operation) => (
            <OperationSection key={operation.id} operation={operation} />
          ))}
        </section>
      ))}
    </div>
  );
}
