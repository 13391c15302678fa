import { type Browser, chromium, expect, type Locator, type Page } from '@playwright/test';
import { browserOptions, type Devices } from '../stage/chromium.ts';

/** Somebody who is on the show from afar, in a browser of their own: a file-based camera belongs to a whole browser. */
export class Contributor {
  readonly page: Page;
  readonly onAirSign: Locator;
  /** The programme's return. */
  readonly program: Locator;
  /** What their own camera sends. */
  readonly self: Locator;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    this.onAirSign = page.getByTestId('on-air-sign');
    this.program = page.getByTestId('program-return');
    this.self = page.getByTestId('self-view');
  }

  static async arrive(devices: Devices): Promise<Contributor> {
    const browser = await chromium.launch(browserOptions(devices));
    return new Contributor(browser, await browser.newPage());
  }

  /** From the invitation link to the studio, step by step as a person would. */
  async join(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByTestId('join-check').click();
    await expect(this.page.getByTestId('join-continue')).toBeEnabled();
    await this.page.getByTestId('join-continue').click();
    await this.page.getByTestId('join-enter').click();
    await expect(this.page.getByTestId('link-quality')).toBeVisible();
  }

  async leave(): Promise<void> {
    await this.#browser.close();
  }
}
