/** `node scripts/docs.ts`: writes the generated documents anew. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { generatedDocuments } from './docs/generated.ts';

for (const [file, text] of await generatedDocuments()) {
  writeFileSync(resolve(import.meta.dirname, '..', file), text);
  console.log(file);
}
