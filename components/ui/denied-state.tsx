import { Lock } from "lucide-react";
import type { Role } from "@/lib/access/permissions";
import { NoticePanel } from "./notice-panel";

/** In place of a page that the viewer's role may not see: says which would. */
export function DeniedState({ roles, what }: { roles: readonly Role[]; what: string }) {
  return (
    <NoticePanel icon={Lock} title={`Your role does not see ${what}`} isPage>
      It is for {roles.join(" and ")}. Ask an admin of Muster for that role if your work needs it.
    </NoticePanel>
  );
}
