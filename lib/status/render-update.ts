import { utc } from "./fill-template";

export type Rendered = { text: string; html: string };

type Parts = {
  body: string;
  /** "Next update by …" */
  nextPromisedAt: Date | null;
  /** Said below the line: who sends it and to whom it went. */
  footer: string;
};

/** An update as it is mailed: plain text, and the same as HTML in which nothing of the text is markup. */
export function renderUpdate({ body, nextPromisedAt, footer }: Parts): Rendered {
  const promise = nextPromisedAt ? [`Next update by ${utc(nextPromisedAt.toISOString())}.`] : [];
  const paragraphs = [...body.split(/\n{2,}/), ...promise].filter((each) => each.trim() !== "");
  const text = `${paragraphs.join("\n\n")}\n\n-- \n${footer}\n`;
  const inner = paragraphs.map((each) => `<p style="margin:0 0 1em">${escaped(each)}</p>`).join("");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif"><div style="max-width:36em">${inner}<hr style="border:0;border-top:1px solid #999;margin:24px 0 12px"><p style="margin:0;font-size:13px">${escaped(footer)}</p></div></body></html>`;
  return { text, html };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign).replaceAll("\n", "<br>");
