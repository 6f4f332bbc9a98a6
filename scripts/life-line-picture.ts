import { PolicyInDays } from './life-line-policy';

const WIDTH = 960;
const LEFT = 76;

const SECRET_ROW = 66;
const FORMER_ROW = 122;
const GATE_ROW = 166;
const NEXT_ROW = 210;
const AXIS = 262;
const BAR = 34;
const HEIGHT = AXIS + 56;

/** How much of the next key's life is shown after the last of the former one's dates. */
const DAYS_AFTERWARDS = 8;

/** The states differ by their frames and texts as well as by their colours. */
const STYLE = `<style>
  .background { fill: #ffffff; }
  text { fill: #1f2328; font: 13px Helvetica, Arial, sans-serif; }
  .heading { font-size: 15px; font-weight: bold; }
  .day { font-weight: bold; }
  .date-name { font-size: 12px; }
  .current { fill: #0969da; stroke: #0969da; }
  .on-current { fill: #ffffff; }
  .replaced { fill: #ddf4ff; stroke: #0969da; stroke-width: 2; }
  .gate { fill: #ffffff; stroke: #0969da; stroke-width: 2; stroke-dasharray: 5 4; }
  .inactive { fill: #f6f8fa; stroke: #59636e; stroke-dasharray: 2 4; }
  .value { fill: #f6f8fa; stroke: #59636e; }
  .axis { stroke: #59636e; }
  .date { stroke: #818b98; stroke-dasharray: 2 4; }
  .overlap { fill: #fff8c5; }
  @media (prefers-color-scheme: dark) {
    .background { fill: #0d1117; }
    text { fill: #f0f6fc; }
    .current { fill: #1f6feb; stroke: #1f6feb; }
    .on-current { fill: #ffffff; }
    .replaced { fill: #0c2d6b; stroke: #79c0ff; }
    .gate { fill: #0d1117; stroke: #79c0ff; }
    .inactive { fill: #151b23; stroke: #9198a1; }
    .value { fill: #151b23; stroke: #9198a1; }
    .axis { stroke: #9198a1; }
    .date { stroke: #656c76; }
    .overlap { fill: #3b2e00; }
  }
</style>`;

/** The dates of a key, in days after it was made. */
export function datesOf({ rotateAfter, overlap, recoveryWindow, maxAge }: PolicyInDays) {
  return { made: 0, replaced: rotateAfter, deactivated: rotateAfter + overlap, deleted: rotateAfter + overlap + recoveryWindow, gateEnds: maxAge };
}

/** What the picture tells, for those who do not see it. */
export function descriptionOf(policy: PolicyInDays): string {
  const { made, replaced, deactivated, deleted, gateEnds } = datesOf(policy);
  return `On day ${made} the first key is made and current. On day ${replaced} the next key is current, and the secret holds it. Both work until day ${deactivated}: `
    + `in this overlap every consumer reads the secret. On day ${deactivated} the first key is deactivated, and on day ${deleted} it is deleted. `
    + `While the first key is still used, it stays active until day ${gateEnds} at the latest.`;
}

export const TITLE = 'The life of a key and of the next one';

/** Draws the life of a key beside the next one's, to scale. */
export function lifeLine(policy: PolicyInDays): string {
  const { made, replaced, deactivated, deleted, gateEnds } = datesOf(policy);
  const lastDay = Math.max(gateEnds, deleted) + DAYS_AFTERWARDS;
  const at = (day: number) => Math.round(LEFT + day * (WIDTH - LEFT) / lastDay);
  const bar = (style: string, row: number, from: number, to: number, label: string) =>
    `<rect class="${style}" x="${at(from)}" y="${row}" width="${at(to) - at(from)}" height="${BAR}" rx="4"/>\n`
    + text(style === 'current' ? 'on-current' : '', (at(from) + at(to)) / 2, row + BAR / 2, label);
  const date = (day: number, label: string) =>
    `<line class="date" x1="${at(day)}" y1="${SECRET_ROW - 8}" x2="${at(day)}" y2="${AXIS}"/>\n`
    + text('day', at(day), AXIS + 18, `day ${day}`) + text('date-name', at(day), AXIS + 36, label);
  // It goes on: past the edge of the picture.
  const onwards = lastDay + 1;
  const rowName = (row: number, name: string) => text('', LEFT - 12, row + BAR / 2, name, 'end');

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title description">
<title id="title">${TITLE}</title>
<desc id="description">${descriptionOf(policy)}</desc>
${STYLE}
<rect class="background" width="${WIDTH}" height="${HEIGHT}"/>
<rect class="overlap" x="${at(replaced)}" y="${SECRET_ROW - 8}" width="${at(deactivated) - at(replaced)}" height="${AXIS - SECRET_ROW + 8}"/>
${text('heading', at(made), 24, TITLE, 'start')}${text('', (at(replaced) + at(deactivated)) / 2, SECRET_ROW - 22, 'overlap: consumers read the secret')}
${date(made, 'made')}${date(replaced, 'replaced')}${date(deactivated, 'deactivated')}${date(deleted, 'deleted')}${date(gateEnds, 'greatest age')}
<line class="axis" x1="${at(made)}" y1="${AXIS}" x2="${WIDTH}" y2="${AXIS}"/>
${rowName(SECRET_ROW, 'secret')}${bar('value', SECRET_ROW, made, replaced, 'holds the first key')}${bar('value', SECRET_ROW, replaced, onwards, 'holds the next key')}
${rowName(FORMER_ROW, 'first key')}${bar('current', FORMER_ROW, made, replaced, 'current')}${bar('replaced', FORMER_ROW, replaced, deactivated, 'still works')}
${bar('inactive', FORMER_ROW, deactivated, deleted, 'inactive')}${text('', at(deactivated) - 8, GATE_ROW + BAR / 2, 'or', 'end')}${bar('gate', GATE_ROW, deactivated, gateEnds, 'works while used')}
${rowName(NEXT_ROW, 'next key')}${bar('current', NEXT_ROW, replaced, onwards, 'current')}
</svg>
`;
}

function text(style: string, x: number, y: number, content: string, anchor = 'middle'): string {
  return `<text${style === '' ? '' : ` class="${style}"`} x="${x}" y="${y}" dy="0.35em" text-anchor="${anchor}">${content}</text>\n`;
}
