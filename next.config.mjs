/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["postgres", "pino"],
  // The tests build into a folder of their own, beside a running server.
  distDir: process.env.MUSTER_DIST ?? ".next",
};
export default config;
