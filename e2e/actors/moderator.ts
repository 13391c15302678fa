import type { Locator, Page } from '@playwright/test';

/** Somebody who lets questions through. */
export class Moderator {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** `invitation` signs this browser in and leads to the moderation page. */
  async open(invitation: string): Promise<void> {
    await this.page.goto(invitation);
  }

  pending(text: string): Locator {
    return this.page.getByTestId('pending-question').filter({ hasText: text });
  }

  approved(text: string): Locator {
    return this.page.getByTestId('approved-question').filter({ hasText: text });
  }

  /** Newcomers wait behind a button so that nothing moves under the pointer. */
  async showNew(): Promise<void> {
    const button = this.page.getByTestId('new-questions');
    if (await button.isVisible()) await button.click();
  }

  async approve(text: string): Promise<void> {
    await this.pending(text).getByTestId('approve').click();
  }

  async reject(text: string, reason: number): Promise<void> {
    await this.pending(text).getByTestId('reject').click();
    await this.page.getByTestId(`reject-reason-${reason}`).click();
  }

  async putOnAir(text: string): Promise<void> {
    await this.approved(text).getByTestId('put-on-air').click();
  }

  async markAnswered(): Promise<void> {
    await this.page.getByTestId('mark-answered').click();
  }
}
