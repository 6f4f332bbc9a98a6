/** Draws docs/images/life-line.svg from the defaults of the construct, so that what README.md shows is what happens. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lifeLine } from './life-line-picture';
import { defaultPolicy } from './life-line-policy';

export const PICTURE = join(__dirname, '..', 'docs', 'images', 'life-line.svg');

if (require.main === module) {
  mkdirSync(join(PICTURE, '..'), { recursive: true });
  writeFileSync(PICTURE, lifeLine(defaultPolicy()));
}
