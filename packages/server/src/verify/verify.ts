// Re-export under the name that `@linkpin/verify` had before it became its own package.
export * from '@linkpin/verify';
