import { navEntries } from "./nav-entries";

export type Breadcrumb = { href: string; label: string; isId: boolean };

/** Pages that the navigation does not list. */
const otherPages: Record<string, string> = {
  "/findings/suppressions": "Suppressions",
  "/fleet/policy/new": "Set a policy",
  "/settings/api": "API",
  "/settings/endpoints": "Public endpoints",
  "/settings/exposed": "Exposed tokens",
  "/settings/roles": "Roles",
  "/settings/tokens": "Tokens",
  "/settings/sessions": "Your sessions",
  "/settings/sign-in": "Sign-in",
  "/settings/webhooks": "Webhooks",
  "/settings/users": "Users and roles",
};
const uuid = /^([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The way to a path: names of pages where there is one, else the id as it stands in the path; of a UUID its first part. */
export function breadcrumbsOf(path: string): Breadcrumb[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((part, index) => {
    const href = `/${parts.slice(0, index + 1).join("/")}`;
    const name = navEntries.find((known) => known.href === href)?.label ?? otherPages[href];
    const isId = !name && index > 0;
    const text = safeDecode(part).replace(uuid, "$1");
    return { href, label: name ?? (isId ? text : text.charAt(0).toUpperCase() + text.slice(1)), isId };
  });
}

/** A path that somebody typed may hold a lone percent sign. */
function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
