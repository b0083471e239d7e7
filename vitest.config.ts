import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const isLong = process.env.MUSTER_LONG === "1";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["{lib,db,components,app,scripts}/**/*.test.{ts,tsx}"],
    exclude: [...(isLong ? [] : ["**/*.long.test.ts"]), "node_modules/**"],
    globalSetup: ["./db/test-server.ts"],
    maxWorkers: 2,
    testTimeout: isLong ? 300_000 : 20_000,
    hookTimeout: 60_000,
  },
});
