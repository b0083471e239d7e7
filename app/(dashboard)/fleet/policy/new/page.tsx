import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { getCurrentPolicy } from "@/lib/fleet/policy/get-current-policy";
import { InIncident } from "../../../in-incident";
import { PolicyForm } from "./policy-form";

export const metadata: Metadata = { title: "Set a policy" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function NewPolicyPage({ searchParams }: { searchParams: Search }) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "policy.write"))
    return <Denied ctx={ctx} permission="policy.write" what="the form of a policy" />;
  const current = await getCurrentPolicy(ctx);
  return (
    <>
      <PageHeader title="Set a policy">
        First its effect is estimated from the records, then it can be saved; every gateway goes over to it at one
        moment.
      </PageHeader>
      <InIncident reference={(await searchParams).incident} />
      <PolicyForm
        initial={{
          minimumAgent: current?.minimumAgent ?? "",
          agentMode: current?.agentMode ?? "off",
          legacyTokenMode: current?.legacyTokenMode ?? "off",
          verificationMode: current?.verificationMode ?? "off",
        }}
      />
    </>
  );
}
