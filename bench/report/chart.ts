/** A line of a chart, in the units of the reader. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 640;
const HEIGHT = 380;
const MARGIN = { top: 56, right: 24, bottom: 40, left: 64 };

/**
 * A chart with two logarithmic scales, on which growth by a power is a straight line and its slope the exponent.
 *
 * The first line is drawn thin over the others, as lines of equal speed lie on each other. The card changes its own
 * background together with its text, so that it is readable whatever the theme of the page around it.
 */
export function logLogChart(title: string, lines: readonly [Line, ...Line[]]): string {
  const points = lines.flatMap((line) => line.points);
  const x = logarithmicScale(points.map(([value]) => value), MARGIN.left, WIDTH - MARGIN.right);
  const y = logarithmicScale(points.map(([, value]) => value), HEIGHT - MARGIN.bottom, MARGIN.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${title}</title>`,
    STYLE,
    `<rect class="card" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    `<text class="title" x="${MARGIN.left}" y="24">${title}</text>`,
    ...x.ticks.map((tick) => verticalRule(x.place(tick), tick)),
    ...y.ticks.map((tick) => horizontalRule(y.place(tick), tick)),
    ...[...lines.keys()].reverse().map((index) => drawLine(index, lines[index].points.map(([a, b]) => [x.place(a), y.place(b)]))),
    ...lines.map(({ name }, index) => legend(index, name)),
    '</svg>',
  ].join('\n') + '\n';
}

const STYLE = `<style>
  .card { fill: #ffffff; stroke: #d0d7de; }
  text { fill: #1f2328; font: 12px system-ui, sans-serif; }
  .title { font-weight: 600; font-size: 14px; }
  .rule { stroke: #d0d7de; }
  .line { fill: none; stroke-linejoin: round; }
  .line0 { stroke: #0969da; stroke-width: 2; } .mark0 { fill: #0969da; }
  .line1 { stroke: #f2a65a; stroke-width: 8; } .mark1 { fill: #f2a65a; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .rule { stroke: #3d444d; }
    .line0 { stroke: #79c0ff; } .mark0 { fill: #79c0ff; }
    .line1 { stroke: #9e5b14; } .mark1 { fill: #9e5b14; }
  }
</style>`;

interface Scale {
  readonly ticks: readonly number[];
  place(value: number): number;
}

/** From the power of ten at or below the smallest value to the tick at or above the largest: 1, 2 and 5 of each power. */
function logarithmicScale(values: readonly number[], start: number, end: number): Scale {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.ceil(Math.log10(Math.max(...values)));
  const candidates = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)).flatMap((power) => [power, 2 * power, 5 * power]);
  const from = Math.max(...candidates.filter((tick) => tick <= Math.min(...values)));
  const to = Math.min(...candidates.filter((tick) => tick >= Math.max(...values)));
  return {
    ticks: candidates.filter((tick) => tick >= from && tick <= to),
    place: (value) => round(start + (end - start) * Math.log(value / from) / Math.log(to / from)),
  };
}

function verticalRule(x: number, tick: number): string {
  const bottom = HEIGHT - MARGIN.bottom;
  return `<path class="rule" d="M${x} ${MARGIN.top}V${bottom}"/><text x="${x}" y="${bottom + 20}" text-anchor="middle">${tick.toLocaleString('en-US')}</text>`;
}

function horizontalRule(y: number, tick: number): string {
  return `<path class="rule" d="M${MARGIN.left} ${y}H${WIDTH - MARGIN.right}"/>`
    + `<text x="${MARGIN.left - 8}" y="${y + 4}" text-anchor="end">${tick.toLocaleString('en-US')}</text>`;
}

function drawLine(index: number, places: readonly (readonly [x: number, y: number])[]): string {
  const path = places.map((place) => place.join(' ')).join('L');
  const marks = places.map(([x, y]) => `<circle class="mark${index}" cx="${x}" cy="${y}" r="${index === 0 ? 4 : 8}"/>`);
  return `<path class="line line${index}" d="M${path}"/>${marks.join('')}`;
}

function legend(index: number, name: string): string {
  const x = MARGIN.left + index * 180;
  return `<path class="line line${index}" d="M${x} 40h24"/><text x="${x + 32}" y="44">${name}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
