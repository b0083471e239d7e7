import type { ReactNode } from "react";
import { BottomBar } from "@/components/layout/bottom-bar";
import { Frame } from "@/components/layout/frame";
import { Header } from "@/components/layout/header";
import { navEntries } from "@/components/layout/nav-entries";
import { Sidebar } from "@/components/layout/sidebar";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listFindings } from "@/lib/findings/list-findings";
import { getFreshness } from "@/lib/fleet/get-freshness";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await requireCtx();
  const [freshness, findings] = await Promise.all([
    getFreshness(ctx),
    listFindings(ctx, { status: ["new"], limit: 100 }),
  ]);
  const visible = navEntries.filter((entry) => may(ctx.actor, entry.permission)).map((entry) => entry.href);
  const role = ctx.actor.kind === "system" ? "system" : ctx.actor.role;
  return (
    <>
      <Frame
        sidebar={<Sidebar visible={visible} counts={{ "/findings": findings.items.length }} />}
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
    </>
  );
}
