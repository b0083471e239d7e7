const detailPages: Record<string, string> = {
  device: "/fleet/devices/",
  provider: "/fleet/providers/",
  user: "/settings/users/",
  finding: "/findings/",
  incident: "/incidents/",
};
const listPages: Record<string, string> = {
  change: "/fleet/policy",
  policy: "/fleet/policy",
  devices: "/fleet/devices",
  "device-set": "/fleet/sets",
  token: "/settings/tokens",
  session: "/settings/sessions",
};

/** The page that shows what a row of the trail is about, or the list that it stands in; null where there is none. */
export function targetHref(kind: string, id: string): string | null {
  const detail = Object.hasOwn(detailPages, kind) ? detailPages[kind] : undefined;
  if (detail) return `${detail}${encodeURIComponent(id)}`;
  return (Object.hasOwn(listPages, kind) ? listPages[kind] : undefined) ?? null;
}
