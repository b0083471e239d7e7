import { redirect } from "next/navigation";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";

export default async function SettingsPage() {
  const { actor } = await requireCtx();
  redirect(may(actor, "user.read") ? "/settings/users" : "/settings/sessions");
}
