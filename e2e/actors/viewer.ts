import type { Locator, Page } from '@playwright/test';

/** Somebody who watches and asks, without an account. */
export class Viewer {
  readonly page: Page;
  readonly video: Locator;
  readonly form: Locator;
  readonly now: Locator;
  readonly next: Locator;

  constructor(page: Page) {
    this.page = page;
    this.video = page.getByTestId('program-video').locator('visible=true').first();
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

  voteButton(text: string): Locator {
    return this.question(text).getByTestId('vote-button');
  }
}
