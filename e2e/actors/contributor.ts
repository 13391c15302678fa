import { type Browser, chromium, expect, type Locator, type Page } from '@playwright/test';
import { browserOptions, type Devices } from '../stage/chromium.ts';
import { processesNaming, processTree } from '../stage/processes.ts';

/** Most join by telephone; and what a small window shows costs two cores less to draw. */
const PHONE = { width: 390, height: 844 };

/** Somebody who is on the show from afar, in a browser of their own: a file-based camera belongs to a whole browser. */
export class Contributor {
  readonly page: Page;
  readonly onAirSign: Locator;
  /** `data-quality`: good, fair or poor once the link stands. */
  readonly linkQuality: Locator;
  /** The programme's return. */
  readonly program: Locator;
  /** What their own camera sends. */
  readonly self: Locator;
  /** A producer's voice; silent while nobody speaks to them. */
  readonly voice: Locator;
  /** Says who speaks to them, while somebody does. */
  readonly talkBanner: Locator;
  readonly cueCard: Locator;
  readonly #browser: Browser;
  readonly #devices: Devices;

  private constructor(browser: Browser, page: Page, devices: Devices) {
    this.#browser = browser;
    this.#devices = devices;
    this.page = page;
    this.onAirSign = page.getByTestId('on-air-sign');
    this.linkQuality = page.getByTestId('link-quality');
    this.program = page.getByTestId('program-return');
    this.self = page.getByTestId('self-view');
    this.voice = page.getByTestId('voice');
    this.talkBanner = page.getByTestId('talk-banner');
    this.cueCard = page.getByTestId('cue-card');
  }

  static async arrive(devices: Devices): Promise<Contributor> {
    const browser = await chromium.launch(browserOptions(devices));
    return new Contributor(browser, await browser.newPage({ viewport: PHONE, locale: 'fr-FR' }), devices);
  }

  /** From the invitation link to the studio, step by step as a person would. */
  async join(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByTestId('join-check').click();
    await this.page.getByTestId('join-continue').click();
    await this.page.getByTestId('join-headphones').check();
    await this.page.getByTestId('join-enter').click();
    await expect(this.linkQuality).toHaveAttribute('data-quality', /good|fair|poor/, { timeout: 30_000 });
  }

  /**
   * Their network is gone: the browser's network process stands still, so that nothing leaves and nothing arrives, on
   * sockets and on WebRTC alike. Returns what gives the network back.
   */
  loseNetwork(): () => void {
    const main = processesNaming(this.#devices.camera).find(({ command }) => !command.includes('--type='));
    if (!main) throw new Error('their browser is not running');
    const network = processTree(main.pid).find(({ command }) => command.includes('network.mojom.NetworkService'));
    if (!network) throw new Error('their browser has no network process');
    process.kill(network.pid, 'SIGSTOP');
    return () => process.kill(network.pid, 'SIGCONT');
  }

  async leave(): Promise<void> {
    await this.#browser.close();
  }
}
