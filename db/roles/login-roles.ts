import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { connectSql } from "../client";
import { defaultRoles } from "./role-names";

const password = z.string().regex(/^[0-9a-f]{48}$/);
const Passwords = z.object({ application: password, ingest: password });
type Passwords = z.infer<typeof Passwords>;

/** Addresses of one database, by role. */
export type RoleUrls = { application: string; ingest: string };

/**
 * Makes the two roles on the embedded server of `ownerUrl`, where they are missing, with passwords that stand in `file`
 * (mode 0600; new ones where it was lost). Returns the addresses of the same database under them.
 */
export async function ensureLoginRoles(ownerUrl: string, file: string): Promise<RoleUrls> {
  const passwords = readPasswords(file);
  const sql = connectSql(ownerUrl, { max: 1, name: "muster-roles" });
  try {
    for (const [kind, role] of Object.entries(defaultRoles) as [keyof RoleUrls, string][]) {
      const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
      // Names and passwords are this file's own: letters, digits and underscores.
      const rights = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls";
      await sql.unsafe(`${found ? "alter" : "create"} role ${role} ${rights} password '${passwords[kind]}'`);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  return {
    application: urlUnder(ownerUrl, defaultRoles.application, passwords.application),
    ingest: urlUnder(ownerUrl, defaultRoles.ingest, passwords.ingest),
  };
}

function readPasswords(file: string): Passwords {
  const found = existsSync(file) ? Passwords.safeParse(parse(readFileSync(file, "utf8"))).data : undefined;
  if (found) return found;
  const made = { application: randomBytes(24).toString("hex"), ingest: randomBytes(24).toString("hex") };
  writeFileSync(file, `${JSON.stringify(made)}\n`, { mode: 0o600 });
  return made;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function urlUnder(url: string, role: string, password: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = password;
  return changed.href;
}
