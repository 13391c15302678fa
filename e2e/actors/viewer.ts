import { expect, type Locator, type Page } from '@playwright/test';

/** Somebody who watches and asks, without an account. */
export class Viewer {
  readonly page: Page;
  readonly video: Locator;
  readonly form: Locator;
  readonly now: Locator;
  readonly next: Locator;

  constructor(page: Page) {
    this.page = page;
    this.video = page.getByTestId('program-video');
    this.form = page.getByTestId('question-form');
    this.now = page.getByTestId('now-item');
    this.next = page.getByTestId('next-item');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** Sends a question to the first theme that is open. */
  async ask(text: string, author?: string): Promise<void> {
    const theme = this.page.getByTestId('question-theme');
    if ((await theme.inputValue()) === '') await theme.selectOption({ index: 1 });
    await this.page.getByTestId('question-text').fill(text);
    if (author !== undefined) await this.page.getByTestId('question-author').fill(author);
    await this.page.getByTestId('question-send').click();
  }

  /** As its author sees it; its state is in `data-state`. */
  own(text: string): Locator {
    return this.page.getByTestId('own-question').filter({ hasText: text });
  }

  /** As everyone sees it. */
  question(text: string): Locator {
    return this.page.getByTestId('public-question').filter({ hasText: text });
  }

  /** Newcomers wait behind a button while somebody reads the list, so that nothing moves under the pointer. */
  async showNew(text: string): Promise<void> {
    const newcomers = this.page.getByTestId('newcomers');
    await expect(this.question(text).or(newcomers).first()).toBeVisible();
    if (await newcomers.isVisible()) await newcomers.click();
  }

  /** It shows the count; `aria-pressed` says whether this viewer's own vote is in it. */
  voteButton(text: string): Locator {
    return this.question(text).getByTestId('vote-button');
  }
}
