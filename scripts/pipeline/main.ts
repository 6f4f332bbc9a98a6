/** `npm start` and `npm test`, once the project's own tools are installed (scripts/fresh-clone.cjs). */
import { printLanguages, printTotals, printTroubles } from './report';
import { runStages } from './run-stages';
import { startStages, testStages } from './stages';
import { consumers } from '../../consumers';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { missingTools } from '../../consumers/tools';

const COMMANDS = { start: startStages, test: testStages };

async function main(command: keyof typeof COMMANDS): Promise<void> {
  announceMissingTools();
  const results = await inTemporaryFolder(async (folder) => {
    // Whatever a tool leaves among its temporary files is gone with this folder.
    process.env.TMPDIR = folder;
    return runStages(COMMANDS[command]());
  });
  printTroubles(results);
  if (command === 'start') {
    printLanguages(results);
  }
  const { failed } = printTotals(results);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Before the long work, so that nobody waits for it in vain. */
function announceMissingTools(): void {
  for (const { language, tools } of consumers) {
    const missing = missingTools(tools);
    if (missing.length > 0) {
      console.log(`${language}: ${missing.join(' and ')} not found on the PATH, so it will be reported as not run. Install it to have it checked.`);
    }
  }
}

main(process.argv[2] as keyof typeof COMMANDS).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
