import process from 'node:process';

// Preloaded into a program that is measured: tells the parent process, when asked, what memory the program uses.
process.on('message', () => {
  // Twice: what the first collection lets go of through finalisers is freed by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heapUsed });
});
// The channel alone keeps no program alive.
process.channel?.unref();
