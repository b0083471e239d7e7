import { Inbox } from "lucide-react";
import type { ReactNode } from "react";
import { NoticePanel } from "./notice-panel";

/** Nothing is here: says why, and holds the one act that fills it. */
export function EmptyState({ title, children, act }: { title: string; children: ReactNode; act?: ReactNode }) {
  return (
    <NoticePanel icon={Inbox} title={title} act={act}>
      {children}
    </NoticePanel>
  );
}
