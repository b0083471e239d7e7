import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createGatewayRoutes, type RouteDependencies } from "@/lib/ingest/gateway-routes";
import { type OwnEndpoint, ownEndpoints } from "./own-endpoints";

const listed = (server: OwnEndpoint["server"]) =>
  ownEndpoints.filter((each) => each.server === server).map(({ method, path }) => `${method} ${path}`);

test("the list has the gateway's routes, all and no others", () => {
  // The handlers are not called: what they depend on is not looked at.
  const routes = createGatewayRoutes({} as RouteDependencies);
  const real = Object.entries(routes).flatMap(([path, handlers]) =>
    Object.keys(handlers).map((method) => `${method} ${path}`),
  );
  expect(listed("gateway").sort()).toEqual(real.sort());
});

test("the list has the web server's route handlers, all and no others", () => {
  const handler = /^export (?:const|(?:async )?function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).map(
    (file) => `/${file.replaceAll("\\", "/")}`,
  );
  const routes = files.filter((file) => file.endsWith("/route.ts"));
  const real = routes.flatMap((file) => {
    const path = file.replace(/\/route\.ts$/, "").replace(/\/\([^)]+\)/g, "");
    return [...readFileSync(`app${file}`, "utf8").matchAll(handler)].map(([, method]) => `${method} ${path}`);
  });
  const icons = files.filter((file) => file.startsWith("/icon.")).map((file) => `GET ${file}`);
  expect(listed("web").sort()).toEqual([...real, ...icons].sort());
});

test("nobody stands in it twice", () => {
  const keys = ownEndpoints.map(({ server, method, path }) => `${server} ${method} ${path}`);
  expect(new Set(keys).size).toBe(keys.length);
});
