import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// postgres 3.4.9 ends the whole process when a connection closes while a write is scheduled ("Cannot read properties of
// null (reading 'write')"), and never writes again on the connection that takes its place: issues 1154 and 1208 of
// porsager/postgres, not released yet. The crash tests of lib/ingest fail without this.

const version = "3.4.9";

/** What stands there, and what is to stand there: a scheduled write is dropped with its socket, its query told so. */
const changes = [
  [
    "  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)\n",
    "  function nextWrite(fn) {\n    if (!socket) {\n      nextWriteTimer !== null && clearImmediate(nextWriteTimer)\n      chunk = nextWriteTimer = null\n      error(Errors.connection('CONNECTION_CLOSED', options, socket))\n      return false\n    }\n    const x = socket.write(chunk, fn)\n",
  ],
  [
    "    clearImmediate(nextWriteTimer)\n    if (socket) {\n",
    "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    if (socket) {\n",
  ],
  [
    "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)\n",
    "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)\n",
  ],
];

/**
 * Mends the installed package in place; a second call changes nothing. Another version is left alone.
 * @param {string} root
 */
export function patchPostgres(root) {
  const folder = join(root, "node_modules", "postgres");
  if (!existsSync(folder) || JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version !== version) return;
  for (const file of ["src/connection.js", "cjs/src/connection.js"]) {
    const path = join(folder, file);
    const before = readFileSync(path, "utf8");
    let after = before;
    for (const [from = "", to = ""] of changes) {
      if (after.includes(to)) continue;
      if (!after.includes(from)) throw new Error(`${path} is not what postgres ${version} was: install it anew.`);
      after = after.replace(from, () => to);
    }
    if (after !== before) writeFileSync(path, after);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) patchPostgres(join(fileURLToPath(import.meta.url), "..", ".."));
