import { State, StateId, STATES, Transition, TRANSITIONS, WITH_ITS_STACK } from './life-cycle-doc-states';

/** The colours alone have no meaning: the frame of an active key is bold, and the arrow of an event is dashed. */
const STYLE = `<style>
  .graph > polygon { fill: #ffffff; stroke: none; }
  text { fill: #1f2328; font-family: Helvetica, Arial, sans-serif; }
  .node path, .node ellipse { fill: #f6f8fa; stroke: #59636e; }
  .active path { fill: #ddf4ff; stroke: #0969da; stroke-width: 2; }
  .edge path { stroke: #59636e; }
  .edge polygon { fill: #59636e; stroke: #59636e; }
  .cluster path { fill: none; stroke: #818b98; stroke-dasharray: 2 4; }
  @media (prefers-color-scheme: dark) {
    .graph > polygon { fill: #0d1117; }
    text { fill: #f0f6fc; }
    .node path, .node ellipse { fill: #151b23; stroke: #9198a1; }
    .active path { fill: #0c2d6b; stroke: #79c0ff; }
    .edge path { stroke: #9198a1; }
    .edge polygon { fill: #9198a1; stroke: #9198a1; }
    .cluster path { stroke: #656c76; }
  }
</style>`;

/**
 * Sizes of the text. Graphviz measures it by the widths of Helvetica, and a browser without that font draws it wider.
 * So it leaves room for text that is larger than what is drawn.
 */
const FONT_SIZES = { graph: 11, node: 12, edge: 10 } as const;
const ROOM = 1.25;

export const TITLE = 'The states of an access key and the rules that change them';

/** The states and transitions in the language of Graphviz. */
export function graph(): string {
  const managed = (Object.keys(STATES) as StateId[]).filter((id) => (STATES[id] as State).isManaged);
  const others = (Object.keys(STATES) as StateId[]).filter((id) => !managed.includes(id));
  return [
    'digraph {',
    `graph [compound=true, fontname="Helvetica", fontsize=${ROOM * FONT_SIZES.graph}, nodesep=0.5, ` +
      'ranksep=0.75, pad=0.2]',
    `node [shape=box, style=rounded, fontname="Helvetica", fontsize=${ROOM * FONT_SIZES.node}, margin="0.2,0.1"]`,
    `edge [fontname="Helvetica", fontsize=${ROOM * FONT_SIZES.edge}, arrowsize=0.7]`,
    'subgraph cluster_managed { label="keys that the construct created: a version of the secret has the label ' +
      `of each"; labeljust=l; style=rounded; ${managed.map(node).join('; ')} }`,
    ...others.map(node),
    ...TRANSITIONS.map(edge),
    edge({ from: 'revoked', ...WITH_ITS_STACK, event: 'the stack deletes the construct' }).replace(
      '[',
      '[ltail=cluster_managed, ',
    ),
    '}',
  ].join('\n');
}

function node(id: StateId): string {
  const { name, about, active }: State = STATES[id];
  const isEnd = id === 'intent' || id === 'byOperator' || id === 'deleted';
  return (
    `${id} ` +
    `[label="${name}${about === '' ? '' : `\\n${about}`}"${active ? ', class="active"' : ''}${
      isEnd ? ', shape=ellipse, style=solid' : ''
    }]`
  );
}

function edge({ from, to, rules = [], event }: Transition): string {
  const label = [...(event === undefined ? [] : [event]), ...rules].map((line) => `  ${line}\\l`).join('');
  return `${from} -> ${to} [label="${label}"${event === undefined ? '' : ', style=dashed'}]`;
}

/** Draws the picture. Graphviz measures texts by tables of its own, so that every machine draws the same. */
export async function picture(): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const drawn = (await instance()).renderString(graph(), { format: 'svg' });
  return drawn
    .slice(drawn.indexOf('<svg'))
    .replace(/<!--[\s\S]*?-->\n/g, '')
    .replace(/font-size="([\d.]+)"/g, (_, size) => `font-size="${(Number(size) / ROOM).toFixed(2)}"`)
    .replace(/<svg ([^>]*)>/, `<svg $1 role="img">\n<title>${TITLE}</title>\n${STYLE}`);
}
