const replacements: readonly (readonly [RegExp, string])[] = [
  [/\[:\/\/\]/g, "://"],
  [/\[(?:\.|dot)\]|\((?:\.|dot)\)|\{(?:\.|dot)\}/gi, "."],
  [/\[:\]/g, ":"],
  [/\[(?:@|at)\]/gi, "@"],
  [/\bhxxp(s?)(?=:\/\/)/gi, "http$1"],
  [/\bfxp(?=:\/\/)/gi, "ftp"],
];

/** Text whose indicators people made harmless to click on (hxxp://, [.], (dot), [:]), as it was before. */
export const refang = (text: string): string =>
  replacements.reduce((before, [written, meant]) => before.replaceAll(written, meant), text);
