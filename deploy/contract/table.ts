import { DEVIATIONS } from './deviations';
import { OPEN_QUESTIONS } from './open-questions';

/** Who does as AWS's documents say. Where they say nothing, what else is known. */
export type Right = 'the emulator' | 'moto' | 'both' | 'neither' | `not documented${string}`;

/** The table of `docs/emulator.md`, in Markdown: where moto, the emulator and AWS's documents disagree. */
export function disagreements(): string {
  const rows = [
    ...DEVIATIONS.map((row) => [row.statement, deviation(row.emulator), deviation(row.moto), row.source, row.right]),
    ...OPEN_QUESTIONS.map((row) => [row.question, row.results.emulator, row.results.moto, row.source, row.right]),
  ];
  return [
    "| Statement or question | The emulator | moto | AWS's documents | Correct |",
    '|---|---|---|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

function deviation(account: { readonly does: string } | undefined): string {
  return account?.does ?? 'as stated';
}
