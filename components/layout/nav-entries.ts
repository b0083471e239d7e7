import {
  Building2,
  Gauge,
  Group,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
  ShieldAlert,
  Siren,
  SlidersVertical,
  Stamp,
} from "lucide-react";
import type { Permission } from "@/lib/access/permissions";

export type NavEntry = {
  href: string;
  label: string;
  icon: LucideIcon;
  permission: Permission;
  /** Stands under the entry before it. */
  isChild?: boolean;
  group: "work" | "house";
};

/** Only pages that exist. */
export const navEntries: readonly NavEntry[] = [
  { href: "/fleet", label: "Fleet", icon: Gauge, permission: "fleet.read", group: "work" },
  { href: "/fleet/devices", label: "Devices", icon: Server, permission: "device.read", isChild: true, group: "work" },
  {
    href: "/fleet/sets",
    label: "Device sets",
    icon: Group,
    permission: "device-set.read",
    isChild: true,
    group: "work",
  },
  {
    href: "/fleet/providers",
    label: "Providers",
    icon: Building2,
    permission: "provider.read",
    isChild: true,
    group: "work",
  },
  {
    href: "/fleet/policy",
    label: "Policy and calendar",
    icon: SlidersVertical,
    permission: "policy.read",
    isChild: true,
    group: "work",
  },
  { href: "/findings", label: "Findings", icon: ShieldAlert, permission: "finding.read", group: "work" },
  { href: "/incidents", label: "Incidents", icon: Siren, permission: "incident.read", group: "work" },
  { href: "/approvals", label: "Approvals", icon: Stamp, permission: "approval.read", group: "house" },
  { href: "/audit", label: "Audit", icon: ScrollText, permission: "audit.read", group: "house" },
  { href: "/settings", label: "Settings", icon: Settings, permission: "session.read", group: "house" },
];

/** The entry that a path belongs to: the longest that it starts with. */
export function currentEntry(path: string): NavEntry | undefined {
  return navEntries
    .filter((entry) => path === entry.href || path.startsWith(`${entry.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
