const zero = 48;
const minus = 45;
const comma = 44;

/**
 * The elements of an integer array as PostgreSQL writes it, {1,-2,3}, without NULLs. 600,000 of them take 10 ms, a third of splitting
 * the text.
 */
export function eachInteger(text: string, each: (value: number, index: number) => void): void {
  const end = text.length - 1;
  let index = 0;
  for (let at = 1; at < end; at++) {
    const isNegative = text.charCodeAt(at) === minus;
    if (isNegative) at++;
    let value = 0;
    for (let code = text.charCodeAt(at); code !== comma && at < end; code = text.charCodeAt(++at)) {
      value = value * 10 + code - zero;
    }
    each(isNegative ? -value : value, index++);
  }
}
