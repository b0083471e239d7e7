export type Tree = Record<string, unknown>;

/** `value` if it is an object with keys, else an empty one: a document may hold anything anywhere. */
export function tree(value: unknown): Tree {
  // An object that is no array has string keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tree) : {};
}

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Own keys only: a document must not reach what every object inherits. */
export const at = (value: unknown, key: string): unknown => {
  const from = tree(value);
  return Object.hasOwn(from, key) ? from[key] : undefined;
};
