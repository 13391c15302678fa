import type { Locator, Page } from '@playwright/test';

/** Somebody who switches. */
export class Producer {
  readonly page: Page;
  readonly program: Locator;

  constructor(page: Page) {
    this.page = page;
    this.program = page.getByTestId('program-monitor').locator('video');
  }

  /** `invitation` signs this browser in and leads to the studio. */
  async open(invitation: string): Promise<void> {
    await this.page.goto(invitation);
  }

  /** `data-tally` is `off`, `preview` or `onAir`; `data-feed` is `absent`, `live` or `stalled`. */
  tile(contributorId: string): Locator {
    return this.page.locator(`[data-testid="tile"][data-contributor="${contributorId}"]`);
  }

  /** By mouse: preview, then the take button. */
  async take(contributorId: string): Promise<void> {
    await this.tile(contributorId).click();
    await this.page.getByTestId('take-button').click();
  }

  /** By keys: the tile's number, then Enter. */
  async takeByKeys(contributorId: string): Promise<void> {
    const number = await this.tile(contributorId).getAttribute('data-number');
    if (number === null) throw new Error(`the tile of ${contributorId} has no number`);
    await this.page.keyboard.press(number);
    await this.page.keyboard.press('Enter');
  }

  async takeNext(): Promise<void> {
    await this.page.getByTestId('take-next').click();
  }
}
