// Read here and not from lib/env.ts: this file is loaded by Next alone, before any TypeScript.
const publicUrl = process.env.PUBLIC_URL ?? "";
const publicHost = URL.canParse(publicUrl) ? [new URL(publicUrl).host] : [];

const securityHeaders = Object.entries({
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  // Browsers heed it over https alone.
  "strict-transport-security": "max-age=31536000; includeSubDomains",
}).map(([key, value]) => ({ key, value }));

// Pages have a policy of their own, with a nonce (proxy.ts); nothing else is to be drawn, run or framed.
const dataPolicy = [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }];
// What this file says wins over what a route says of itself: files of incidents may hold anything, and have no rights even where a browser shows one.
const filePolicy = [{ key: "content-security-policy", value: "default-src 'none'; sandbox; frame-ancestors 'none'" }];
const dataSources = ["/api/:path*", "/healthz", "/readyz", "/metrics", "/_next/static/:path*"];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["postgres", "pino"],
  // The tests build into a folder of their own, beside a running server.
  distDir: process.env.MUSTER_DIST ?? ".next",
  // `npm test` checks the types; whoever starts Muster need not wait for that.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    ...dataSources.map((source) => ({ source, headers: dataPolicy })),
    { source: "/api/evidence/:id", headers: filePolicy },
  ],
  // Next compares Origin with Host; where a proxy in front changes Host, with the address that browsers see.
  experimental: { serverActions: { allowedOrigins: publicHost } },
};
export default config;
