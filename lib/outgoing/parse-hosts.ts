/** "hooks.example.com, *.example.org" of the environment. Throws an Error that names the wrong one. */
export function parseHosts(text: string): string[] {
  return text.split(",").map((each) => {
    const host = each.trim().toLowerCase();
    if (/^(\*\.)?([a-z0-9_-]+\.)*[a-z0-9_-]+$/.test(host) || /^\[[0-9a-f:.]+\]$/.test(host)) return host;
    throw new Error(`${JSON.stringify(each.trim())} is no host like hooks.example.com or *.example.com`);
  });
}
