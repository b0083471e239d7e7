import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { buttonClass } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { getFreshness } from "@/lib/fleet/get-freshness";
import { isoOfMinute, minuteOf } from "@/lib/fleet/minute";
import { parseFleetView } from "../../fleet-view";
import { GpuHours } from "./gpu-hours";
import { loadProvider } from "./load-provider";
import { ProviderFleet, ProviderFleetLoading } from "./provider-fleet";
import { ProviderRecord } from "./provider-record";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).slug) };
}

export default async function ProviderPage({ params, searchParams }: Props) {
  const ctx = await requireCtx();
  const slug = decodeURIComponent((await params).slug);
  const [{ provider, days, months }, freshness] = await Promise.all([loadProvider(ctx, slug), getFreshness(ctx)]);
  const latestMinute = freshness?.minute ?? minuteOf(ctx.now) - 1;
  const view = { ...parseFleetView(await searchParams, latestMinute), filter: { provider: [slug] } };
  const at = view.atMinute === null ? "" : `&at=${isoOfMinute(view.atMinute)}`;
  return (
    <>
      <PageHeader
        title={provider.name}
        acts={
          <Link
            href={`/fleet/devices?provider=${encodeURIComponent(slug)}${at}`}
            className={buttonClass({ variant: "primary" })}
          >
            See its devices
          </Link>
        }
      >
        Its machines: which are connected, which are not and why, and what they delivered.
      </PageHeader>
      {freshness ? (
        <Suspense fallback={<ProviderFleetLoading />}>
          <ProviderFleet ctx={ctx} view={view} latestMinute={latestMinute} />
        </Suspense>
      ) : (
        <p className="text-muted">No device has been counted yet.</p>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
        <div className="grid min-w-0 gap-6">
          <GpuHours title="Available GPU hours by day" rows={days} zone={provider.timeZone} />
          <GpuHours title="Available GPU hours by month" rows={months} zone={provider.timeZone} />
        </div>
        <ProviderRecord provider={provider} mayEdit={may(ctx.actor, "provider.write")} />
      </div>
    </>
  );
}
