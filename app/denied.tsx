import { DeniedState } from "@/components/ui/denied-state";
import { type Permission, permissions } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { notePermission } from "./note-denial";

/** In place of what `ctx` may not see: says which role would, and notes that it was asked for. */
export async function Denied({ ctx, permission, what }: { ctx: Ctx; permission: Permission; what: string }) {
  await notePermission(ctx, permission);
  return <DeniedState roles={permissions[permission]} what={what} />;
}
