import { type Browser, chromium, expect, type Locator, type Page, type ViewportSize } from '@playwright/test';
import { givePageCameras, type PageCamera } from '../cameras/page-cameras.ts';
import { givePageMicrophones, type PageMicrophone } from '../cameras/page-microphones.ts';
import type { LossyRelay } from '../network/lossy-relay.ts';
import { browserOptions, type Devices } from '../stage/chromium.ts';
import { processesNaming, processTree } from '../stage/processes.ts';

/** Most join by telephone; and what a small window shows costs two cores less to draw. */
const PHONE = { width: 390, height: 844 };

/** What is not as usual about a person. */
export interface Surroundings {
  /** What their sound and picture go through, over UDP only. Default: straight. */
  relay?: LossyRelay;
  /** Cameras that their page draws, in place of the file. */
  cameras?: readonly PageCamera[];
  /** Microphones that their page makes, in place of the file. */
  microphones?: readonly PageMicrophone[];
  /** Of their window. Default: a telephone's. */
  window?: ViewportSize;
  /** Runs in their page before anything else. */
  before?: () => void;
}

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
    this.voice = page.getByTestId('voice').last();
    this.talkBanner = page.getByTestId('talk-banner');
    this.cueCard = page.getByTestId('cue-card');
  }

  static async arrive(
    devices: Devices,
    { relay, cameras, microphones, window = PHONE, before }: Surroundings = {},
  ): Promise<Contributor> {
    const browser = await chromium.launch(browserOptions(devices));
    const page = await browser.newPage({ viewport: window, locale: 'fr-FR' });
    if (before) await page.addInitScript(before);
    if (relay) {
      await page.exposeFunction('doorTo', (port: number) => relay.doorTo(port));
      await page.addInitScript(routeCandidates);
    }
    if (microphones) await givePageMicrophones(page, microphones);
    if (cameras) await givePageCameras(page, cameras);
    return new Contributor(browser, page, devices);
  }

  /** From the invitation link to the studio, step by step as a person would. */
  async join(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByTestId('join-check').click();
    await this.page.getByTestId('join-continue').click();
    await this.page.getByTestId('join-headphones').check();
    await this.page.getByTestId('join-chime').click();
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

declare global {
  interface Window {
    /** The relay's door to a port of the SFU. */
    doorTo(port: number): Promise<number>;
  }
}

/** In the page: ICE candidates of the SFU lead to the relay's doors instead. */
function routeCandidates(): void {
  const original = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
    const lines: string[] = [];
    for (const line of (description.sdp ?? '').split('\r\n')) {
      const candidate = /^(a=candidate:\S+ \d+ )(\S+)( \d+ )(\S+) (\d+)( .*)$/.exec(line);
      const door = candidate ? await window.doorTo(Number(candidate[5])) : null;
      if (!candidate || door === null) lines.push(line);
      else if (candidate[2]?.toLowerCase() === 'udp') {
        lines.push(`${candidate[1]}udp${candidate[3]}127.0.0.1 ${door}${candidate[6]}`);
      }
    }
    await Reflect.apply(original, this, [{ type: description.type, sdp: lines.join('\r\n') }]);
  };
}
