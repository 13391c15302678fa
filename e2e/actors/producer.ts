import type { Locator, Page } from '@playwright/test';
import { acceptInvitation } from './invitation.ts';

/** Somebody who switches. */
export class Producer {
  readonly page: Page;
  readonly program: Locator;

  constructor(page: Page) {
    this.page = page;
    this.program = page.getByTestId('program-monitor');
  }

  /** Both buses as the page's main part says them: `data-program`, `data-on-air`, `data-preview`, `data-version`. */
  get bus(): Locator {
    return this.page.getByTestId('bus');
  }

  /** Signs this browser in by its invitation, under `name`, and goes to the studio. */
  async open(invitation: string, name: string): Promise<void> {
    await acceptInvitation(this.page, invitation, name);
  }

  /** `data-tally` is `off`, `preview` or `onAir`; `data-feed` is `absent`, `live` or `stalled`. */
  tile(contributorId: string): Locator {
    return this.page.locator(`[data-testid="tile"][data-contributor="${contributorId}"]`);
  }

  /** Holds or taps to speak to this contributor, on their tile. `data-state` is `off`, `opening` or `on`. */
  talkTo(contributorId: string): Locator {
    return this.strip(contributorId).getByTestId('talk');
  }

  /** Speak, solo, private: on a contributor's tile. */
  strip(contributorId: string): Locator {
    return this.page.locator(`[data-testid="talk-strip"][data-contributor="${contributorId}"]`);
  }

  /** A contributor's line in the talkback panel. */
  talkRow(contributorId: string): Locator {
    return this.page.locator(`[data-testid="talk-row"][data-contributor="${contributorId}"]`);
  }

  /** How far the last cue to this contributor came: `data-state` is `sent`, `seen` or `confirmed`. */
  cueState(contributorId: string): Locator {
    return this.talkRow(contributorId).getByTestId('cue-state');
  }

  /** The sound of whom this producer hears alone. */
  soloSound(contributorId: string): Locator {
    return this.page.locator(`[data-testid="solo-sound"][data-contributor="${contributorId}"]`);
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
