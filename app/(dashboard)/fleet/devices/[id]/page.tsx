import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireCtx } from "@/lib/access/session";
import { attributesAt } from "@/lib/fleet/devices/attributes-at";
import { explainState } from "@/lib/fleet/devices/explain-state";
import { dateOfMinute, isoOfMinute } from "@/lib/fleet/minute";
import { readMinute } from "../../read-minute";
import { AttributeChanges } from "./attribute-changes";
import { Decisions } from "./decisions";
import { DeviceActs } from "./device-acts";
import { DeviceAttributes } from "./device-attributes";
import { DeviceExplanation } from "./device-explanation";
import { DeviceFigures } from "./device-figures";
import { DeviceStripView } from "./device-strip-view";
import { loadDevice } from "./load-device";
import { Transitions } from "./transitions";
import { Verifications } from "./verifications";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).id) };
}

export default async function DevicePage({ params, searchParams }: Props) {
  const ctx = await requireCtx();
  const search = await searchParams;
  const atMinute = readMinute(search.at);
  const loaded = await loadDevice(ctx, decodeURIComponent((await params).id), {
    atMinute,
    transitionsBefore: readMinute(search.before),
  });
  const { device, strip, state, changes } = loaded;
  const at = atMinute === null ? ctx.now : dateOfMinute(atMinute);
  const past = attributesAt(changes, at);
  const agent = past.has("agent") ? (past.get("agent") ?? null) : device.agent;
  const explanation = state ? explainState(state, { ...device, agent }, loaded.policy, at) : null;
  return (
    <>
      <PageHeader title={device.name ?? device.id} acts={atMinute === null ? <DeviceActs {...loaded.acts} /> : null}>
        {device.name && device.name !== device.id ? (
          <>
            <code className="font-mono text-table">{device.id}</code>, of{" "}
          </>
        ) : (
          "Of "
        )}
        <Link
          href={`/fleet/providers/${encodeURIComponent(device.provider.slug)}${atMinute === null ? "" : `?at=${isoOfMinute(atMinute)}`}`}
          className="text-text underline"
        >
          {device.provider.name}
        </Link>
      </PageHeader>
      <DeviceFigures
        device={device}
        state={state}
        sinceMinute={loaded.sinceMinute}
        agent={agent}
        isPast={atMinute !== null}
      />
      {explanation ? <DeviceExplanation explanation={explanation} isPast={atMinute !== null} /> : null}
      <DeviceStripView id={device.id} {...strip} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Transitions {...loaded.transitions} id={device.id} />
        <div className="grid gap-6">
          <DeviceAttributes device={device} past={past} />
          <AttributeChanges changes={changes} />
          <Verifications verifications={loaded.verifications} />
          <Decisions decisions={loaded.decisions} />
        </div>
      </div>
    </>
  );
}
