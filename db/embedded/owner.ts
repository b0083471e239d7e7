import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { EmbeddedPostgresError } from "./error";

/** Whom the server runs as; undefined: whoever runs Muster. */
export type Owner = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root; then it runs as whom the data belongs to, or else as `postgres` or `nobody`. */
export function findOwner(directory: string): Owner {
  const data = existsSync(directory) ? statSync(directory) : undefined;
  const { uid } = userInfo();
  if (uid !== 0) {
    if (!data || data.uid === uid) return undefined;
    throw new EmbeddedPostgresError(
      `${directory} belongs to another user (${data.uid}): start as that one, or set MUSTER_DATA to another folder.`,
    );
  }
  if (data && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: try the next.
    }
  }
  throw new EmbeddedPostgresError(
    "PostgreSQL must not run as root, and there is no user postgres or nobody: add one, or set DATABASE_URL.",
  );
}
