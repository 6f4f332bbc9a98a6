import { Estimate, Target } from '../measurement';

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

export function ratio(value: number): string {
  return value.toFixed(3);
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} kB`;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** The value, and its 95 % interval where it has one. */
export function estimate({ value, low, high }: Estimate, format: (value: number) => string): string {
  return low === high ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}

/** A measured value decides, but where its interval holds the limit, another run may decide otherwise: that is said. */
export function verdict({ limit, measured }: Target): string {
  const result = measured.value <= limit ? 'met' : 'NOT met';
  return measured.low <= limit && limit < measured.high ? `${result}, within noise` : result;
}
