import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsii, repository } from '../../package.json';

const REPOSITORY = join(__dirname, '..', '..');
const IMAGES = `${repository.url.replace('github.com', 'raw.githubusercontent.com')}/main/`;

test('the icon of the NuGet package is a PNG of this repository, 128 pixels wide and high', () => {
  // jsii-pacmak only writes to its debug log that it could not download the icon.
  const { iconUrl } = jsii.targets.dotnet;
  expect(iconUrl.startsWith(IMAGES)).toBe(true);

  const icon = readFileSync(join(REPOSITORY, iconUrl.slice(IMAGES.length)));
  expect(icon.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([128, 128]);
});
