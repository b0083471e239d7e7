import { Inbox } from "lucide-react";
import type { ReactNode } from "react";
import { NoticePanel } from "./notice-panel";

type EmptyStateProps = { title: string; children: ReactNode; act?: ReactNode; isPage?: boolean };

/** Nothing is here: says why, and holds the one act that fills it. */
export function EmptyState({ title, children, act, isPage }: EmptyStateProps) {
  return (
    <NoticePanel icon={Inbox} title={title} act={act} isPage={isPage}>
      {children}
    </NoticePanel>
  );
}
