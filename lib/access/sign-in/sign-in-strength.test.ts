import { expect, test } from "vitest";
import { isStrongEnough, type WantedStrength } from "./sign-in-strength";

test.each<[string, Record<string, unknown>, WantedStrength, boolean]>([
  ["nothing is wanted", {}, {}, true],
  ["the class that is wanted", { acr: "urn:okta:loa:2fa:any" }, { acr: ["phr", "urn:okta:loa:2fa:any"] }, true],
  ["a class that is not wanted", { acr: "urn:okta:loa:1fa:any" }, { acr: ["urn:okta:loa:2fa:any"] }, false],
  ["no class", {}, { acr: ["1"] }, false],
  ["a class that is a number", { acr: 1 }, { acr: ["1"] }, false],
  ["a list of classes", { acr: ["1"] }, { acr: ["1"] }, false],
  ["a class that holds the wanted one", { acr: "12" }, { acr: ["1"] }, false],
  ["one of the methods", { amr: ["pwd", "mfa"] }, { amr: ["mfa", "hwk"] }, true],
  ["other methods", { amr: ["pwd"] }, { amr: ["mfa"] }, false],
  ["methods in one text", { amr: "mfa" }, { amr: ["mfa"] }, false],
  ["no method", { amr: [] }, { amr: ["mfa"] }, false],
  ["a class, but not the method", { acr: "1", amr: ["pwd"] }, { acr: ["1"], amr: ["mfa"] }, false],
  ["both", { acr: "1", amr: ["mfa"] }, { acr: ["1"], amr: ["mfa"] }, true],
])("%s", (_, claims, wanted, isEnough) => {
  expect(isStrongEnough(claims, wanted)).toBe(isEnough);
});
