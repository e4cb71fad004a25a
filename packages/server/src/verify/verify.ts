// The name by which `@linkpin/verify` was known before it became a package of its own.
export * from '@linkpin/verify';
