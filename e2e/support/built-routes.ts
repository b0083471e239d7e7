import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const folder = process.env.MUSTER_DIST || ".next";
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));

export type BuiltRoute = { path: string; isPage: boolean };

/** Every page and route of the build that is tested, but Next's own error pages. */
export function builtRoutes(): BuiltRoute[] {
  const routes = z.record(z.string(), z.string()).parse(read("app-path-routes-manifest.json"));
  return Object.entries(routes)
    .filter(([, path]) => !path.startsWith("/_"))
    .map(([file, path]) => ({ path, isPage: file.endsWith("/page") }));
}

const Rewrites = z.union([z.array(z.unknown()), z.record(z.string(), z.array(z.unknown()))]);
const Routes = z.object({
  staticRoutes: z.array(z.object({ page: z.string() })),
  dynamicRoutes: z.array(z.object({ page: z.string() })),
  dataRoutes: z.array(z.unknown()).default([]),
  rewrites: Rewrites.default([]),
});

/** Ways to something that builtRoutes does not list: pages of another router, rewrites. There must be none. */
export function builtBypasses(): string[] {
  const known = new Set(builtRoutes().map(({ path }) => path));
  const { staticRoutes, dynamicRoutes, dataRoutes, rewrites } = Routes.parse(read("routes-manifest.json"));
  const pages = [...staticRoutes, ...dynamicRoutes].map(({ page }) => page);
  const others = [...dataRoutes, ...Object.values(rewrites).flat()].map((each) => JSON.stringify(each));
  return [...pages.filter((page) => !page.startsWith("/_") && !known.has(page)), ...others];
}

const ActionEntry = z.object({ exportedName: z.string(), workers: z.record(z.string(), z.unknown()) });
const Actions = z.object({
  node: z.record(z.string(), ActionEntry),
  edge: z.record(z.string(), ActionEntry),
});

export type BuiltAction = { id: string; name: string; path: string };

/** Every server action of the build: the id that a browser sends, and a page that it may be sent to. */
export function builtActions(): BuiltAction[] {
  const { node, edge } = Actions.parse(read("server/server-reference-manifest.json"));
  return Object.entries({ ...edge, ...node }).map(([id, { exportedName, workers }]) => ({
    id,
    name: exportedName,
    path: pathOf(Object.keys(workers)[0] ?? ""),
  }));
}

/** app/(dashboard)/settings/tokens/page -> /settings/tokens, with something in place of each parameter. */
function pathOf(worker: string): string {
  const parts = worker.split("/").slice(1, -1);
  return `/${parts
    .filter((part) => !part.startsWith("("))
    .map((part) => (part.startsWith("[") ? "none" : part))
    .join("/")}`;
}

/** A path of the route, with something in place of each parameter. */
export const examplePath = (route: string): string => route.replace(/\[[^\]]+\]/g, "none");
