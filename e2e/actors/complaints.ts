import type { Page } from '@playwright/test';

/**
 * Everything that this page complains about from now on: uncaught errors and error lines on its console, violations of
 * its content security policy included. The list grows while the page lives.
 */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: uncaught ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  return complaints;
}
