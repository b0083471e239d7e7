export type Exposition = { labels: Record<string, string>; text: string };

type Family = { comments: string[]; samples: string[] };

/**
 * Several Prometheus texts as one: every sample gets its source's labels, and each family stands once, as the format asks.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function mergeExpositions(expositions: readonly Exposition[]): string {
  const families = new Map<string, Family>();
  for (const { labels, text } of expositions) {
    const added = Object.entries(labels)
      .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
      .join(",");
    let current = "";
    for (const line of text.split("\n")) {
      const comment = /^# (?:HELP|TYPE) (\S+)/.exec(line);
      if (comment?.[1]) {
        current = comment[1];
        const family = familyOf(families, current);
        const kind = line.slice(0, 6);
        if (!family.comments.some((known) => known.startsWith(kind))) family.comments.push(line);
      } else if (line !== "" && !line.startsWith("#")) {
        const name = /^[a-zA-Z_:][\w:]*/.exec(line)?.[0] ?? "";
        familyOf(families, name.startsWith(current) && current ? current : name).samples.push(
          withLabels(line, name, added),
        );
      }
    }
  }
  return [...families.values()]
    .flatMap(({ comments, samples }) => [...comments, ...samples])
    .join("\n")
    .concat("\n");
}

function familyOf(families: Map<string, Family>, name: string): Family {
  let family = families.get(name);
  if (!family) {
    family = { comments: [], samples: [] };
    families.set(name, family);
  }
  return family;
}

function withLabels(line: string, name: string, added: string): string {
  if (!added) return line;
  const rest = line.slice(name.length);
  if (!rest.startsWith("{")) return `${name}{${added}}${rest}`;
  return rest.startsWith("{}") ? `${name}{${added}}${rest.slice(2)}` : `${name}{${added},${rest.slice(1)}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
