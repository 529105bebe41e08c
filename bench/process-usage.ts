import { readFileSync } from 'node:fs';

/** Linux counts the processor time of processes in hundredths of a second. */
const MILLISECONDS_A_TICK = 10;
const UTIME = 11;
const STIME = 12;

/** The processor time that a process and its threads have used, in milliseconds: in the program and in the kernel. */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name, may hold spaces; what follows its bracket is counted from the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[UTIME]) + Number(fields[STIME])) * MILLISECONDS_A_TICK;
}

/** The memory of a process that is in use now, in megabytes (10⁶ bytes). */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kibibytes) * 1024) / 1e6;
}
