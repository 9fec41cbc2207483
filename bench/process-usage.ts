import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Linux counts CPU time in ticks of 10 ms (USER_HZ, fixed in its ABI). */
const msPerTick = 10;

/** CPU time of a process with all its threads, user and system, ms (proc(5), /proc/pid/stat fields 14 and 15). */
export const cpuMs = async (processId: number): Promise<number> => {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8');
  // The name of the command stands in brackets and may hold spaces; the fields after it are numbered from 3.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * msPerTick;
};

/** The same from the scheduler's own account, to the nanosecond: for little work in a short time (proc_pid_schedstat(5)). */
export const preciseCpuMs = async (processId: number): Promise<number> => {
  const threads = await readdir(`/proc/${processId}/task`);
  const spentNs = await Promise.all(
    // A thread that ends between listing and reading takes its time with it; those of a server live as long as it does.
    threads.map((thread) => readFile(`/proc/${processId}/task/${thread}/schedstat`, 'utf8').catch(() => '0')),
  );
  return spentNs.reduce((total, text) => total + Number(text.split(' ')[0]) / 1e6, 0);
};

/** Memory of a process, shared pages divided among those who share them, bytes. */
export const pssBytes = async (processId: number): Promise<number> => {
  const text = await readFile(`/proc/${processId}/smaps_rollup`, 'utf8');
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  return Number(kilobytes ?? Number.NaN) * 1024;
};

/** Ties a process and all its threads to these cores, so that load and loaded do not share one. */
export const pin = async (processId: number, cores: string): Promise<void> => {
  await promisify(execFile)('taskset', ['-a', '-p', '-c', cores, String(processId)]);
};

/** Direct children of a process that run now. /proc/pid/task/tid/children may leave some out (proc(5)), so all are asked. */
export const childrenOf = async (processId: number): Promise<readonly number[]> => {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(parentOf));
  return all.filter((_, index) => parents[index] === processId);
};

/** Field 4 of /proc/pid/stat; `undefined` when the process has ended meanwhile. */
const parentOf = async (processId: number): Promise<number | undefined> => {
  try {
    const text = await readFile(`/proc/${processId}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
};
