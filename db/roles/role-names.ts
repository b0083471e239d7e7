/** The roles beside the owner of the tables, under which Muster's processes connect; null: under the owner itself. */
export type DatabaseRoles = {
  /** Of web, worker and command line. */
  application: string | null;
  /** Of the gateway. */
  ingest: string | null;
};

/** What the embedded server calls them, and what docs/database-roles.md proposes. */
export const defaultRoles = { application: "muster_application", ingest: "muster_ingest" } as const;

/** The roles of these addresses of one database. */
export function rolesOfUrls(urls: { migrate: string; application: string; ingest: string }): DatabaseRoles {
  const owner = roleOfUrl(urls.migrate);
  const unlessOwner = (role: string) => (role === owner ? null : role);
  return { application: unlessOwner(roleOfUrl(urls.application)), ingest: unlessOwner(roleOfUrl(urls.ingest)) };
}

/** The user of an address postgres://user:…@host/database. */
const roleOfUrl = (url: string): string => decodeURIComponent(new URL(url).username);
