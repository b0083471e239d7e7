const steps = [1, 2, 2.5, 5, 10];

/** Round values from zero up to `highest`, about `wanted` of them; counts are whole, so the step is at least 1. */
export function prepareCountTicks(highest: number, wanted = 4): number[] {
  if (highest <= 0) return [0];
  const rough = highest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, (steps.find((factor) => factor * power >= rough) ?? 10) * power);
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  return Array.from({ length: Math.floor(highest / whole) + 1 }, (_, index) => index * whole);
}
