import { grantStatements, quoted } from "@/db/roles/grants";
import { defaultRoles, rolesOfUrls } from "@/db/roles/role-names";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";

/** `npm run -s roles`: the script that separates the database roles, for the owner of the tables to run. Connects to nothing. */
function main(): void {
  const env = readEnv();
  const isApart = env.DATABASE_URL_MIGRATE !== undefined && env.DATABASE_URL !== undefined;
  const roles = isApart
    ? rolesOfUrls({
        migrate: databaseUrl(env, "migrate"),
        application: databaseUrl(env),
        ingest: databaseUrl(env, "ingest"),
      })
    : defaultRoles;
  const lines = Object.entries(roles).flatMap(([purpose, role]) =>
    role === null ? [] : [`-- ${purpose}: CREATE ROLE ${quoted(role)} LOGIN PASSWORD '…';`],
  );
  console.log(
    ["BEGIN;", ...lines, ...grantStatements(roles).map((statement) => `${statement};`), "COMMIT;"].join("\n"),
  );
}

try {
  main();
} catch (error) {
  console.error(error instanceof EnvError ? error.message : String(error));
  process.exit(2);
}
