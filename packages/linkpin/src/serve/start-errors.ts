import {
  KeyFileError,
  MoveError,
  NetworkFileSystemError,
  OtherKeysError,
  PostgresAddressError,
  PostgresStartError,
  SettingsError,
  StoreMovedError,
  StoreTooNewError,
  type Settings,
} from '@linkpin/server';
import { Failure, systemCode } from '../failure.ts';

const ownMessages = [
  KeyFileError,
  MoveError,
  NetworkFileSystemError,
  OtherKeysError,
  PostgresAddressError,
  PostgresStartError,
  SettingsError,
  StoreMovedError,
  StoreTooNewError,
];

/**
 * Converts a start-up error of the store or the service into a message with what to do.
 *
 * @returns the error itself if it is unexpected
 */
export function explainStartError(
  error: unknown,
  { host, port, data }: Pick<Settings, 'host' | 'port' | 'data'>,
): unknown {
  if (error instanceof Failure) return error;
  if (ownMessages.some((kind) => error instanceof kind)) return new Failure((error as Error).message);
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new Failure(
        `Port ${port} of ${host} is taken. Is linkpin running already? Choose another with --port, or let --port 0 find a free one.`,
      );
    case 'EACCES':
      if ((error as NodeJS.ErrnoException).syscall !== 'listen') return new Failure(notOwned(error as Error));
      return new Failure(
        `This user may not listen on port ${port}. Choose one above 1023 with --port, and let a proxy have the low one.`,
      );
    case 'ENOTSUP':
      return new Failure('This system does not let several threads listen on one port. Leave --workers at 1.');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new Failure(
        `${host} is not an address of this machine. Use --host 127.0.0.1 for this machine alone, or --host 0.0.0.0 for every network.`,
      );
    case 'ERR_SQLITE_ERROR':
      return new Failure(
        `The database in ${data} cannot be used: ${(error as Error).message}. If it is damaged, put a backup in its place.`,
      );
    case 'ENOSPC':
      return new Failure(`The disk that holds ${data} is full. Make room, then start again.`);
    default:
      return error;
  }
}

/** Converts the error of the listener for metrics into a message with what to do. */
export function explainMetricsError(
  error: unknown,
  { metricsHost, metricsPort = 0 }: Pick<Settings, 'metricsHost' | 'metricsPort'>,
): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  return new Failure(
    `Port ${metricsPort} of ${metricsHost}, for metrics, cannot be had (${code}). Choose another with --metrics-port or --metrics-host.`,
  );
}

const notOwned = (error: Error): string =>
  `linkpin may not open one of its own files (${error.message}). Let the user who runs it own them.`;
