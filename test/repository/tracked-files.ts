import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { matchesGlob, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Every file of the project: tracked, or new and not ignored, so that a fault shows before it is committed. */
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 32 * 1024 * 1024,
});

export const allFiles: readonly string[] = [...new Set(listed.split('\0'))]
  .filter((file) => file !== '' && existsSync(resolve(root, file)))
  .sort();

/** The project's files that match one of the globs. */
export const filesLike = (...globs: readonly string[]): readonly string[] =>
  allFiles.filter((file) => globs.some((glob) => matchesGlob(file, glob)));

export const textOf = (file: string): string => readFileSync(resolve(root, file), 'utf8');

/** Pictures and fonts have no lines and no words. */
export const isText = (file: string): boolean => !/\.(png|jpe?g|webp|avif|ico|woff2?|mp4|pdf)$/.test(file);

/** Code of the product, tests apart. */
export const sourceFiles: readonly string[] = filesLike(
  '{server,worker,client-demo,config,scripts,bench}/**/*.{ts,tsx,js,mjs,css}',
);

export const testFiles: readonly string[] = filesLike('test/**/*.{ts,tsx}');
