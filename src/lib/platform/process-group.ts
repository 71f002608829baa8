/** Time between the polite and the final signal. */
const GRACE_MS = 2_000;
const LOOK_MS = 50;

const running = new Set<number>();

/** Sees to it that a process group does not outlive this process. Returns the function that ends the care. */
export function trackProcessGroup(pid: number | undefined): () => void {
  if (pid === undefined) return () => undefined;
  if (running.size === 0) process.on('exit', endAll);
  running.add(pid);
  return () => {
    running.delete(pid);
    if (running.size === 0) process.off('exit', endAll);
  };
}

/** Ends a process group: SIGTERM, and SIGKILL to what is left of it after the grace time. */
export function endProcessGroup(pid: number | undefined): void {
  if (pid === undefined || !send(pid, 'SIGTERM')) return;
  const began = performance.now();
  // Looked after until it is gone: a timer of the whole grace time would hold this process for nothing.
  const timer = setInterval(() => {
    const isOver = performance.now() - began >= GRACE_MS;
    if (isOver || !send(pid, 0)) clearInterval(timer);
    if (isOver) send(pid, 'SIGKILL');
  }, LOOK_MS);
}

function endAll(): void {
  for (const pid of running) send(pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
