import type { Page } from '@playwright/test';

/** Opens a personal link, says who it is where the page asks, and waits to be led on. */
export async function acceptInvitation(page: Page, invitation: string, name: string): Promise<void> {
  await page.goto(invitation);
  await page.getByTestId('invite-name').fill(name);
  await page.getByTestId('invite-accept').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/invite/'));
}
