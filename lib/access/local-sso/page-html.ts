const style = `
:root { color-scheme: light dark; --back: oklch(0.985 0.002 250); --card: #fff; --line: oklch(0.9 0.005 250);
  --text: oklch(0.25 0.02 250); --soft: oklch(0.5 0.02 250); --blue: oklch(0.5 0.13 245); }
@media (prefers-color-scheme: dark) { :root { --back: oklch(0.17 0.01 250); --card: oklch(0.21 0.012 250);
  --line: oklch(0.32 0.012 250); --text: oklch(0.93 0.005 250); --soft: oklch(0.7 0.015 250); --blue: oklch(0.72 0.12 240); } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--back);
  color: var(--text); font: 14px/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 420px }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 4px }
p { margin: 0 0 20px; color: var(--soft) }
button { display: grid; grid-template-columns: 1fr auto; column-gap: 12px; width: 100%; margin: 0 0 8px; padding: 12px 16px;
  text-align: left; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; cursor: pointer }
button:hover { border-color: var(--blue) }
button:focus-visible, a:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px }
strong { font-weight: 600 }
.role { font-size: 12px; color: var(--blue); font-family: ui-monospace, monospace; align-self: center }
.does { grid-column: 1 / -1; color: var(--soft); font-size: 13px }
a { color: var(--blue) }`;

/** A page of the local sign-in: no script, no outside file. `body` is HTML of ours. */
export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>${body}</main></body>
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
