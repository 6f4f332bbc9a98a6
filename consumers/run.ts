import { Check, consumers } from './index';

/**
 * `node --import tsx consumers/run.ts [language...]`: consumes what `dist/` holds, in the given languages or in all.
 */
async function main(languages: string[]): Promise<void> {
  const unknown = languages.filter((language) => !consumers.some((consumer) => consumer.language === language));
  if (unknown.length > 0) {
    throw new Error(
      `no such language: ${unknown.join(', ')}, expected some of ` +
        `${consumers.map(({ language }) => language).join(', ')}`,
    );
  }
  const chosen = consumers.filter(({ language }) => languages.length === 0 || languages.includes(language));
  for (const consumer of chosen) {
    const start = Date.now();
    const checks = await consumer.consume((line) => process.stderr.write(`  ${line}\n`));
    checks.forEach((check) => console.log(describe(consumer.language, check)));
    console.log(`${consumer.language}: ${Math.round((Date.now() - start) / 1000)} s`);
    if (checks.some(({ outcome }) => outcome === 'failed')) {
      process.exitCode = 1;
    }
  }
}

function describe(language: string, { name, outcome, detail }: Check): string {
  const reason = detail === undefined ? '' : `\n${detail.replace(/^/gm, '    ')}`;
  return `${outcome}: ${language}: ${name}${reason}`;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
