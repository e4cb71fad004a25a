// What a person does with the pages, as steps.
import type { Page } from 'playwright-core';
import type { Served } from './served.ts';

export const password = 'correct horse battery';

/** The first person makes the first account through the set-up link. */
export async function setUp(page: Page, served: Served, username = 'ada'): Promise<void> {
  await page.goto(await served.setUpLink());
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Link a device' }).waitFor();
}

export async function signIn(page: Page, served: Served, username = 'ada'): Promise<void> {
  await page.goto(`${served.url}/signin`);
  await signInHere(page, username);
  await page.getByRole('heading', { name: 'Link a device' }).waitFor();
}

/** Fills in the sign-in page that is open. */
export async function signInHere(page: Page, username = 'ada'): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Types a code at `/link` and goes on to the question. */
export async function typeCode(page: Page, served: Served, code: string): Promise<void> {
  await page.goto(`${served.url}/link`);
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Goes on from the page that asks for a click before anything is looked up. */
export async function goOn(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Link an app or device?' }).waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function sayYes(page: Page): Promise<void> {
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Yes, link it' }).click();
}

export async function sayNo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'No, don’t link it' }).click();
}
