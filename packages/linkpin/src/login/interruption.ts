const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** An abort signal for Ctrl-C and SIGTERM. The second time, Node.js exits at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) process.once(signal, () => controller.abort());
  return controller.signal;
}
