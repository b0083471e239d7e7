import { Breadcrumbs } from "./breadcrumbs";
import { Freshness } from "./freshness";
import { ViewerMenu } from "./viewer-menu";

type HeaderProps = {
  rolledAt: number | null;
  viewer: { name: string; role: string };
  signOutHref: string;
};

export function Header({ rolledAt, viewer, signOutHref }: HeaderProps) {
  return (
    <header className="flex h-12 items-center gap-3 px-4 sm:px-6">
      <Breadcrumbs />
      <span className="grow" />
      <Freshness rolledAt={rolledAt} />
      <ViewerMenu name={viewer.name} role={viewer.role} signOutHref={signOutHref} />
    </header>
  );
}
