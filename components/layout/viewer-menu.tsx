"use client";
import { type ComponentType, useState } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { ViewerButtonContent, viewerButtonClass } from "./viewer-button";

type ViewerMenuProps = { name: string; role: string; signOutHref: string };

// Twenty kilobytes that nobody needs before a menu is opened.
const loadPanel = () => import("./viewer-menu-panel").then((module) => module.ViewerMenuPanel);

/** Who looks, with which role and in which zone; theme and the way out. */
export function ViewerMenu(props: ViewerMenuProps) {
  const { zone } = usePreferences();
  const [Panel, setPanel] = useState<ComponentType<ViewerMenuProps> | null>(null);
  if (Panel) return <Panel {...props} />;
  return (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      className={viewerButtonClass}
      onPointerEnter={() => void loadPanel()}
      onClick={async () => {
        const loaded = await loadPanel();
        setPanel(() => loaded);
      }}
    >
      <ViewerButtonContent role={props.role} zone={zone} />
    </button>
  );
}
