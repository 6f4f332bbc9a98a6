import { Estimate } from './measurement';

/** The middle value: a pause of the machine moves a mean, but hardly a median. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

/**
 * The median with its 95 % confidence interval, read off the sorted values.
 *
 * The rank of the true median is binomial, whatever the distribution of the noise: no normal distribution is assumed.
 * Fewer than six values cannot tell as much: the interval is then their whole range.
 */
export function estimateMedian(values: readonly number[]): Estimate {
  const sorted = ascending(values);
  const reach = (1.96 * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  return { value: median(values), low: sorted[low], high: sorted[sorted.length - 1 - low] };
}

/** A number without noise, such as a size. */
export function exactly(value: number): Estimate {
  return { value, low: value, high: value };
}

/** The slope of the line through the points that leaves the least squares; through two points, the line itself. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  return mean(points.map(([x, y]) => (x - meanX) * (y - meanY))) / mean(points.map(([x]) => (x - meanX) ** 2));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
