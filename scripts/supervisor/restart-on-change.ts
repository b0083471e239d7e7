import { watch } from "node:fs";
import { join } from "node:path";
import type { Child } from "./child";

const quietMs = 300;
const restarted = new Set(["gateway", "worker"]);

/** Restarts gateway and worker when sources of theirs change; the web looks after itself. Returns how to stop watching. */
export function restartOnChange(root: string, children: Child[]): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = (_event: string, path: string | null) => {
    if (!path || !/\.tsx?$/.test(path) || /\.test\.tsx?$/.test(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const child of children) if (restarted.has(child.name)) child.restart();
    }, quietMs);
  };
  const watchers = ["lib", "db"].map((folder) => watch(join(root, folder), { recursive: true }, changed));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
