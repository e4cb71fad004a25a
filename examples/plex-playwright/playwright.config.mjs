// eslint-disable-next-line import/no-default-export -- Playwright wants one
export default {
  workers: 1,
  use: {
    launchOptions: {
      // Leave this out where "npx playwright install chromium" has brought one.
      executablePath: process.env.CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu'],
    },
  },
};
