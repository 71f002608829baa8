import { formatAge } from '../../platform/duration.js';
import { cpuText, percentText, sizeText } from '../metrics/usage-text.js';
import type { FileSystemFacts, NodeFacts } from './stats-summary.js';

/** What a node uses, as short texts by name; what its kubelet does not say is absent. */
export function nodeFactTexts(facts: NodeFacts, now: number): Record<string, string> {
  const { startedAt, cpu, memory, memoryAvailable, swap, fileSystem, imageFileSystem, processes, network } = facts;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['up', startedAt === undefined ? undefined : formatAge(now - Date.parse(startedAt))],
    ['cpu', cpu === undefined ? undefined : cpuText(cpu)],
    ['memory', memory === undefined ? undefined : memoryLine(memory, memoryAvailable)],
    ['swap', swap === undefined || swap === 0 ? undefined : sizeText(swap)],
    ['filesystem', fileSystem === undefined ? undefined : fileSystemLine(fileSystem)],
    ['image_filesystem', imageFileSystem === undefined ? undefined : fileSystemLine(imageFileSystem)],
    ['processes', processes === undefined ? undefined : `${String(processes.running)} of ${String(processes.most)}`],
    [
      'network',
      network === undefined
        ? undefined
        : `${network.name} received ${sizeText(network.received)}, sent ${sizeText(network.sent)}, ${String(network.errors)} errors`,
    ],
  ];
  return Object.fromEntries(entries.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

function memoryLine(memory: number, available: number | undefined): string {
  if (available === undefined) return sizeText(memory);
  return `${sizeText(memory)} of ${sizeText(memory + available)} (${percentText(memory, memory + available) ?? ''})`;
}

function fileSystemLine({ used, capacity, inodes, inodesUsed }: FileSystemFacts): string {
  const nodes = inodes === undefined || inodesUsed === undefined ? undefined : percentText(inodesUsed, inodes);
  return `${sizeText(used)} of ${sizeText(capacity)} (${percentText(used, capacity) ?? ''})${nodes === undefined ? '' : `, inodes ${nodes}`}`;
}
