import { expect, test } from "vitest";
import { eachInteger } from "./each-integer";

const listed = (text: string) => {
  const values: number[] = [];
  eachInteger(text, (value, index) => {
    expect(index).toBe(values.length);
    values.push(value);
  });
  return values;
};

test.each([
  ["{}", []],
  ["{0}", [0]],
  ["{-1,2147483647,-2147483648,10}", [-1, 2_147_483_647, -2_147_483_648, 10]],
])("the elements of %s", (text, values) => {
  expect(listed(text)).toEqual(values);
});
