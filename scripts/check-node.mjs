import { Problem } from "./problem.mjs";

const oldest = [20, 19];

/**
 * @param {string} [version]
 * @param {string} [platform]
 */
export function checkNode(version = process.versions.node, platform = process.platform) {
  if (platform === "win32") throw new Problem("Muster runs on Linux and macOS: on Windows start it in WSL.");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Problem(
    `Muster needs Node.js ${oldest.join(".")} or later, this is ${version}: install a newer one from nodejs.org.`,
  );
}
