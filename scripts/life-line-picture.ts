import { PolicyInDays } from './life-line-policy';

const WIDTH = 960;
const LEFT = 92;

const SECRET_ROW = 66;
const FIRST_ROW = 122;
const IN_USE_ROW = 166;
const SECOND_ROW = 210;
const AXIS = 262;
const BAR = 34;
const HEIGHT = AXIS + 56;

/** The days that are shown after the last date of the first key. */
const DAYS_AFTERWARDS = 4;

/** The states differ by their frames and labels as well as by their colors. */
const STYLE = `<style>
  .background { fill: #ffffff; }
  text { fill: #1f2328; font: 13px Helvetica, Arial, sans-serif; }
  .heading { font-size: 15px; font-weight: bold; }
  .day { font-weight: bold; }
  .date-name { font-size: 11px; }
  .current { fill: #0969da; stroke: #0969da; }
  .on-current { fill: #ffffff; }
  .replaced { fill: #ddf4ff; stroke: #0969da; stroke-width: 2; }
  .in-use { fill: #ffffff; stroke: #0969da; stroke-width: 2; stroke-dasharray: 5 4; }
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
    .in-use { fill: #0d1117; stroke: #79c0ff; }
    .inactive { fill: #151b23; stroke: #9198a1; }
    .value { fill: #151b23; stroke: #9198a1; }
    .axis { stroke: #9198a1; }
    .date { stroke: #656c76; }
    .overlap { fill: #3b2e00; }
  }
</style>`;

/** The dates of a key, in days after its creation. */
export function datesOf({ rotateAfter, overlap, recoveryWindow, maxAge }: PolicyInDays) {
  return {
    created: 0,
    replaced: rotateAfter,
    deactivated: rotateAfter + overlap,
    deleted: rotateAfter + overlap + recoveryWindow,
    deadline: maxAge,
  };
}

/** The same as the picture, in words. */
export function descriptionOf(policy: PolicyInDays): string {
  const { created, replaced, deactivated, deleted, deadline } = datesOf(policy);
  return (
    `On day ${created} the first key is created and current. ` +
    `On day ${replaced} it is replaced: the secret holds the second key. ` +
    `Both keys work until day ${deactivated}. In this overlap, every client reads the secret. ` +
    `On day ${deactivated} the first key is deactivated, and on day ${deleted} it is deleted. ` +
    'While a client still uses the first key, it stays active ' +
    `until its deactivation deadline on day ${deadline} at the latest.`
  );
}

export const TITLE = 'Rotation of an access key';

/** Draws the life of a key and of the key that replaces it, to scale. */
export function lifeLine(policy: PolicyInDays): string {
  const { created, replaced, deactivated, deleted, deadline } = datesOf(policy);
  const lastDay = Math.max(deadline, deleted) + DAYS_AFTERWARDS;
  const at = (day: number) => Math.round(LEFT + (day * (WIDTH - LEFT)) / lastDay);
  const bar = (style: string, row: number, from: number, to: number, label: string) =>
    `<rect class="${style}" x="${at(from)}" y="${row}" width="${at(to) - at(from)}" height="${BAR}" rx="4"/>\n` +
    text(style === 'current' ? 'on-current' : '', (at(from) + at(to)) / 2, row + BAR / 2, label);
  const date = (day: number, label: string) =>
    `<line class="date" x1="${at(day)}" y1="${SECRET_ROW - 8}" x2="${at(day)}" y2="${AXIS}"/>\n` +
    text('day', at(day), AXIS + 18, `day ${day}`) +
    text('date-name', at(day), AXIS + 36, label);
  // Past the edge of the picture.
  const onwards = lastDay + 1;
  const rowName = (row: number, name: string) => text('', LEFT - 12, row + BAR / 2, name, 'end');

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"
  role="img" aria-labelledby="title description">
<title id="title">${TITLE}</title>
<desc id="description">${descriptionOf(policy)}</desc>
${STYLE}
<rect class="background" width="${WIDTH}" height="${HEIGHT}"/>
<rect class="overlap" x="${at(replaced)}" y="${SECRET_ROW - 8}"
  width="${at(deactivated) - at(replaced)}" height="${AXIS - SECRET_ROW + 8}"/>
${text('heading', at(created), 24, TITLE, 'start')}
${text('', (at(replaced) + at(deactivated)) / 2, SECRET_ROW - 22, 'overlap: clients read the second key')}
${date(created, 'created')}
${date(replaced, 'replaced')}
${date(deactivated, 'deactivated')}
${date(deleted, 'deleted')}
${date(deadline, 'deadline')}
<line class="axis" x1="${at(created)}" y1="${AXIS}" x2="${WIDTH}" y2="${AXIS}"/>
${rowName(SECRET_ROW, 'secret')}
${bar('value', SECRET_ROW, created, replaced, 'holds the first key')}
${bar('value', SECRET_ROW, replaced, onwards, 'holds the second key')}
${rowName(FIRST_ROW, 'first key')}
${bar('current', FIRST_ROW, created, replaced, 'current')}
${bar('replaced', FIRST_ROW, replaced, deactivated, 'replaced, active')}
${bar('inactive', FIRST_ROW, deactivated, deleted, 'inactive')}
${text('', at(deactivated) - 8, IN_USE_ROW + BAR / 2, 'or', 'end')}
${bar('in-use', IN_USE_ROW, deactivated, deadline, 'active while in use')}
${rowName(SECOND_ROW, 'second key')}${bar('current', SECOND_ROW, replaced, onwards, 'current')}
</svg>
`;
}

function text(style: string, x: number, y: number, content: string, anchor = 'middle'): string {
  const styled = style === '' ? '' : ` class="${style}"`;
  return `<text${styled} x="${x}" y="${y}" dy="0.35em" text-anchor="${anchor}">${content}</text>\n`;
}
