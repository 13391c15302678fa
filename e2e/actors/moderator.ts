import { expect, type Locator, type Page } from '@playwright/test';
import { acceptInvitation } from './invitation.ts';

/** Somebody who lets questions through. */
export class Moderator {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Signs this browser in by its invitation, under `name`, and goes to the moderation page. */
  async open(invitation: string, name: string): Promise<void> {
    await acceptInvitation(this.page, invitation, name);
  }

  pending(text: string): Locator {
    return this.page.getByTestId('pending-question').filter({ hasText: text });
  }

  approved(text: string): Locator {
    return this.page.getByTestId('approved-question').filter({ hasText: text });
  }

  /** Newcomers wait behind a button so that nothing moves under the pointer. */
  async showNew(text: string): Promise<void> {
    const button = this.page.getByTestId('new-questions');
    await expect(this.pending(text).or(button).first()).toBeVisible();
    if (await button.isVisible()) await button.click();
  }

  /** Makes it the one that the keys are for. */
  async choose(text: string): Promise<void> {
    await this.pending(text).locator('[data-card]').click();
    await expect(this.pending(text)).toHaveAttribute('aria-current', 'true');
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
