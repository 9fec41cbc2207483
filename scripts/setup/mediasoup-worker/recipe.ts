/** What makes our worker what it is: the patches, the options and the stand-ins. A change here makes a new binary. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { sha256Of } from '../cache.mjs';

/** Holds this file and `subprojects/`, the stand-ins for what meson would download. */
export const recipeFolder = import.meta.dirname;

export const MESON_OPTIONS = ['--wrap-mode=nodownload', '--buildtype=release', '-Db_ndebug=true'];

export interface Patch {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export const PATCHES: readonly Patch[] = [
  {
    file: 'meson.build',
    from: "meson_version: '>= 1.1.0'",
    to: "meson_version: '>= 1.0.0'",
    why: "stricter than it needs; Debian 12's 1.0.1 builds it",
  },
  {
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1',
    to: '((operationType & BIO_CB_RETURN) != 0) ? static_cast<long>(ret) : 1',
    why:
      'BIO_CB_RETURN is a flag. Taken for a value, every control call is answered with 1, so an OpenSSL with kTLS ' +
      "(such as Debian's) believes kTLS is on, allocates no write buffer and crashes in the first handshake",
  },
  {
    file: 'deps/libwebrtc/meson.build',
    from: "    flatbuffers_proj.get_variable('flatbuffers_dep'),\n",
    to: "    flatbuffers_proj.get_variable('flatbuffers_dep'),\n    flatbuffers_generator_dep,\n",
    why: 'its sources include generated headers and did not wait for them: a race that a busy machine loses',
  },
];

/** Names this recipe: a binary of another recipe is another entry of the cache. */
export function recipeHash(): string {
  const files = readdirSync(recipeFolder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && (entry.name === 'recipe.ts' || entry.parentPath.includes('subprojects')),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return sha256Of(
    files.map((file) => `${path.relative(recipeFolder, file)}\0${readFileSync(file, 'utf8')}\0`).join(''),
  );
}
