import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type NoticePanelProps = {
  icon: LucideIcon;
  title: string;
  /** Why it is so. */
  children: ReactNode;
  /** The one act that changes it. */
  act?: ReactNode;
  role?: "alert" | "status";
  /** It stands in place of the whole page, so its title is the page's. */
  isPage?: boolean;
};

export function NoticePanel({ icon: Icon, title, children, act, role, isPage = false }: NoticePanelProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div role={role} className="grid justify-items-start gap-3 rounded-lg border border-line bg-surface p-6 sm:p-8">
      <Icon className="size-5 text-muted" strokeWidth={1.75} aria-hidden="true" />
      <div className="grid w-full max-w-2xl gap-1">
        <Heading className="font-semibold text-body">{title}</Heading>
        <div className="text-muted">{children}</div>
      </div>
      {act}
    </div>
  );
}
