import { Consumer } from './consumer';
import { csharp } from './csharp/consumer';
import { go } from './go/consumer';
import { java } from './java/consumer';
import { python } from './python/consumer';
import { typescript } from './typescript/consumer';

export { type Check, type Consumer, type Language } from './consumer';

export const consumers: Consumer[] = [typescript, python, java, go, csharp];
