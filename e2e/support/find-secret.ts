const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", commat: "@", plus: "+" };

/** The text as a reader would understand it: HTML entities, JSON and JavaScript escapes and percent signs resolved. */
function decoded(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => characterOf(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => characterOf(Number(code)))
    .replace(/&([a-z]+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\\+u\{([0-9a-f]{1,6})\}/gi, (_, code: string) => characterOf(Number.parseInt(code, 16)))
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => characterOf(Number.parseInt(code, 16)))
    .replace(/\\+x([0-9a-f]{2})/gi, (_, code: string) => characterOf(Number.parseInt(code, 16)))
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => characterOf(Number.parseInt(code, 16)))
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => characterOf(Number.parseInt(code, 16)));
}

const characterOf = (code: number) => (code <= 0x10_ffff ? String.fromCodePoint(code) : "");

/** What stands in the middle of the Base64 of any text that contains `secret`, for each of the three ways it can lie in it. */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.from(`${"\0".repeat(shift)}${secret}`);
    const whole = bytes.subarray(shift === 0 ? 0 : 3, bytes.length - (bytes.length % 3));
    return [whole.toString("base64"), whole.toString("base64url")];
  });
}

/** In which forms `secret` occurs in `text`: as it is, escaped, in Base64, in hexadecimal, reversed, or as digits with anything between. */
export function findSecret(text: string, secret: string): string[] {
  const low = secret.toLowerCase();
  const reversed = [...low].reverse().join("");
  const read = decoded(decoded(text)).toLowerCase();
  const digits = secret.replaceAll(/\D/g, "");
  const spaced = new RegExp([...digits].join("[\\s().\\-/]{0,3}"));
  const forms: [string, boolean][] = [
    ["plain", text.toLowerCase().includes(low)],
    ["escaped", read.includes(low)],
    ["reversed", read.includes(reversed)],
    ["hexadecimal", read.includes(Buffer.from(secret).toString("hex"))],
    ["base64", base64Cores(secret).some((core) => text.includes(core))],
    ["digits", digits.length >= 8 && spaced.test(read)],
  ];
  return forms.filter(([, found]) => found).map(([form]) => form);
}
