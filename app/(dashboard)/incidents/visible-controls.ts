/** Marks that turn the direction of text around: nobody sees them, and a name reads as what it is not. */
const controls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with every such mark spelt out, [U+202E]. */
export const visibleControls = (text: string): string =>
  text.replaceAll(controls, (mark) => `[U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
