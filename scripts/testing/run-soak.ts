/** Runs the soak tests one after another, each a program of its own that exits with 0 when it held. */
import { spawnSync } from 'node:child_process';
import { projectRoot } from '../setup/project-root.mjs';
import { soakFiles } from './test-files.ts';

const files = soakFiles(projectRoot, process.argv.slice(2));
const failed = files.filter((file) => {
  console.log(`soak: ${file}`);
  return spawnSync(process.execPath, [file], { cwd: projectRoot, stdio: 'inherit' }).status !== 0;
});
console.log(`${files.length - failed.length} passed, ${failed.length} failed, 0 skipped`);
process.exitCode = files.length > 0 && failed.length === 0 ? 0 : 1;
