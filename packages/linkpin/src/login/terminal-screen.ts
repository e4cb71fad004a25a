import { systemBrowser } from '@linkpin/client/cli';
import { styleOf } from '../terminal/style.ts';
import { liveScreen } from './live-screen.ts';
import { plainScreen } from './plain-screen.ts';
import type { Screen } from './screen.ts';
import { sayIn, terminalLanguage } from './words/words.ts';

const write = (text: string): void => void process.stderr.write(text);

/**
 * The screen for stderr: a live one on a terminal, which opens the page by itself where there is a browser.
 *
 * @param qr whether to draw a QR code
 * @param browser false to open no page
 */
export function terminalScreen(qr: boolean, browser: boolean | undefined): Screen {
  const style = styleOf(process.stderr);
  if (!style.live) return plainScreen(write);
  const space = () => ({ columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 });
  const screen = liveScreen(write, style, { space, qr, words: sayIn(terminalLanguage(process.env)) });
  const openPage = browser === false ? null : systemBrowser();
  if (openPage === null) return screen;
  return {
    ...screen,
    show(signIn) {
      screen.show(signIn);
      openPage(signIn.qrText, () => {}); // the address is on the screen, too
    },
  };
}
