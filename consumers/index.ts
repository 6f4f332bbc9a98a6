import { Consumer } from './consumer';
import { csharp } from './csharp/consumer';
import { withDocumentation } from './documentation';
import { go } from './go/consumer';
import { goDocumentation, unpackGo } from './go/documentation';
import { java } from './java/consumer';
import { javaDocumentation, unpackJava } from './java/documentation';
import { python } from './python/consumer';
import { pythonDocumentation, unpackPython } from './python/documentation';
import { typescript } from './typescript/consumer';

export { type Check, type Consumer, type Language } from './consumer';

export const consumers: Consumer[] = [
  typescript,
  withDocumentation(python, pythonDocumentation, unpackPython),
  withDocumentation(java, javaDocumentation, unpackJava),
  withDocumentation(go, goDocumentation, unpackGo),
  csharp,
];
