import { test } from 'tap';
import { generatedDocuments } from '../../scripts/docs/generated.ts';
import { textOf } from './tracked-files.ts';

test('every generated document is as `node scripts/docs.ts` writes it now', async (t) => {
  for (const [file, text] of await generatedDocuments()) {
    t.equal(textOf(file), text, file);
  }
});
