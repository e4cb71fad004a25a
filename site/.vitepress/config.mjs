// The site that `npm run site` builds. What it shows is put into ../pages by site/lib/stage.mjs.
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import { tokenClasses } from '../lib/token-classes.mjs';

const { nav, sidebar } = JSON.parse(readFileSync(new URL('../pages/sidebar.json', import.meta.url), 'utf8'));

export default defineConfig({
  title: 'linkpin',
  description: 'Sign in on a screen with no keyboard.',
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  lang: 'en',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  cleanUrls: false,
  metaChunk: true,
  // Addresses of a service that the reader starts.
  ignoreDeadLinks: [/^https?:\/\/(localhost|127\.0\.0\.1)/],
  // What stands in angle brackets is meant to be read, and nothing in the pages is a component.
  markdown: { html: false, codeTransformers: [tokenClasses] },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    nav,
    sidebar,
    outline: [2, 3],
  },
});
