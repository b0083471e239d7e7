import type { ReactNode } from "react";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { SettingsNav } from "./settings-nav";

const pages = [
  { href: "/settings/users", label: "Users and roles", permission: "user.read" },
  { href: "/settings/roles", label: "Roles", permission: "session.read" },
  { href: "/settings/tokens", label: "Tokens", permission: "token.read" },
  { href: "/settings/exposed", label: "Exposed tokens", permission: "token.write" },
  { href: "/settings/endpoints", label: "Public endpoints", permission: "endpoint.read" },
  { href: "/settings/webhooks", label: "Webhooks", permission: "webhook.read" },
  { href: "/settings/api", label: "API", permission: "fleet.read" },
  { href: "/settings/sign-in", label: "Sign-in", permission: "settings.read" },
  { href: "/settings/sessions", label: "Your sessions", permission: "session.read" },
] as const;

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { actor } = await requireCtx();
  return (
    <div className="grid grid-cols-1 gap-6">
      <SettingsNav pages={pages.filter((page) => may(actor, page.permission))} />
      {children}
    </div>
  );
}
