// eslint-disable-next-line import/no-default-export -- Jest wants one
export default { testEnvironment: 'node', transform: {}, testMatch: ['**/*.test.mjs'] };
