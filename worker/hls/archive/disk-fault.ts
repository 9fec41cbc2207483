/** Faults of the disk, which a show outlives; anything else is a bug of this program. */
const codes = [
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOENT',
  'ENOTDIR',
] as const;
export type DiskFault = (typeof codes)[number];

/** Null when the error does not come from a disk. */
export function diskFaultOf(error: unknown): DiskFault | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return codes.find((known) => known === code) ?? null;
}

/** More room would help. */
export const isFull = (fault: DiskFault): boolean => fault === 'ENOSPC' || fault === 'EDQUOT';
