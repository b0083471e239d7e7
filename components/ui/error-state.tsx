import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { NoticePanel } from "./notice-panel";

/** It did not work: what to do, and the number under which the log knows it. */
export function ErrorState({
  title = "This could not be shown",
  reference,
  children,
  act,
  isPage,
}: {
  title?: string;
  reference?: string;
  children: ReactNode;
  act?: ReactNode;
  isPage?: boolean;
}) {
  return (
    <NoticePanel icon={TriangleAlert} title={title} act={act} role="alert" isPage={isPage}>
      {children}
      {reference ? (
        <p className="mt-2 text-caption">
          Reference <code className="font-mono text-text">{reference}</code>
        </p>
      ) : null}
    </NoticePanel>
  );
}
