/** Readable JSON: indented, but a list of numbers stays on one line, so that a diff of two runs is short. */
export function readableJson(value: unknown): string {
  const rounded = JSON.stringify(value, (_, item) => (typeof item === 'number' ? Number(item.toFixed(4)) : item), 2);
  return rounded.replace(/\[[\s\d.,eE+-]+\]/g, (list) => list.replace(/\s+/g, ' ')) + '\n';
}
