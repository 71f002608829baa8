import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;

/** Writes one file out of a .tar.gz. Resolves to false when the archive does not hold it. */
export async function extractTarMember(archive: string, member: string, target: string): Promise<boolean> {
  const output = await open(target, 'w', 0o700);
  try {
    let pending = Buffer.alloc(0);
    let wanted = 0;
    let skipped = 0;
    let found = false;
    for await (const chunk of createReadStream(archive).pipe(createGunzip())) {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const taken = Math.min(pending.length, wanted);
        if (taken > 0) await output.write(pending.subarray(0, taken));
        pending = pending.subarray(taken);
        wanted -= taken;
        if (found && wanted === 0) return true;
        const passed = Math.min(pending.length, skipped);
        pending = pending.subarray(passed);
        skipped -= passed;
        if (wanted > 0 || skipped > 0 || pending.length < BLOCK) break;
        const header = pending.subarray(0, BLOCK);
        pending = pending.subarray(BLOCK);
        const size = Number.parseInt(text(header, 124, 12), 8) || 0;
        found = text(header, 0, 100) === member;
        if (found) wanted = size;
        else skipped = Math.ceil(size / BLOCK) * BLOCK;
      }
    }
    return false;
  } finally {
    await output.close();
  }
}

function text(header: Buffer, start: number, length: number): string {
  return header.toString('latin1', start, start + length).split('\0')[0] ?? '';
}
