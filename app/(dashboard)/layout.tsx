import { headers } from "next/headers";
import type { ReactNode } from "react";
import { BottomBar } from "@/components/layout/bottom-bar";
import { DemoMark } from "@/components/layout/demo-mark";
import { Frame } from "@/components/layout/frame";
import { Header } from "@/components/layout/header";
import { navEntries } from "@/components/layout/nav-entries";
import { Sidebar } from "@/components/layout/sidebar";
import { LiveProvider } from "@/components/live/live-provider";
import { countApprovalsToDecide } from "@/lib/access/approvals/list-approvals";
import { may } from "@/lib/access/permissions";
import { pathHeader, requireCtx } from "@/lib/access/session";
import { unattendedCookie } from "@/lib/access/sessions/unattended-cookie";
import { readRecordsKind } from "@/lib/demo/records-kind";
import { countNewFindings } from "@/lib/findings/triage/count-triage";
import { getFreshness } from "@/lib/fleet/get-freshness";
import { countIncidentsInTriage } from "@/lib/incidents/list-incidents";
import { requireRecord } from "./require-record";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await requireCtx();
  const [freshness, records, newFindings, newIncidents, toDecide] = await Promise.all([
    getFreshness(ctx),
    readRecordsKind(ctx.db.$client),
    countNewFindings(ctx),
    countIncidentsInTriage(ctx),
    countApprovalsToDecide(ctx),
    requireRecord(ctx, (await headers()).get(pathHeader)),
  ]);
  const visible = navEntries.filter((entry) => may(ctx.actor, entry.permission)).map((entry) => entry.href);
  const role = ctx.actor.kind === "system" ? "system" : ctx.actor.role;
  return (
    <LiveProvider unattendedCookie={unattendedCookie}>
      <Frame
        latestMinute={freshness?.minute ?? 0}
        mark={records.kind === "demo" ? <DemoMark title={records.title} notes={records.notes} /> : null}
        sidebar={
          <Sidebar
            visible={visible}
            counts={{ "/findings": newFindings, "/incidents": newIncidents, "/approvals": toDecide }}
          />
        }
        header={
          <Header
            rolledAt={freshness?.rolledAt.getTime() ?? null}
            viewer={{ name: ctx.actor.name, role }}
            signOutHref="/login/sign-out"
          />
        }
      >
        {children}
      </Frame>
      <BottomBar visible={visible} />
    </LiveProvider>
  );
}
