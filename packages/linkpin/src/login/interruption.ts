const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that aborts when the person presses Ctrl-C or the system says stop. The second time, Node leaves at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of signals) process.once(signal, () => controller.abort());
  return controller.signal;
}
