/**
 * What the shows share: one running Antenne and a broadcast on air, the demonstration or one that its owner just made, in
 * which two people with real browsers take the places of two contributors.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublicBroadcast } from '@antenne/server/contract';
import { type Browser, type BrowserContext, chromium, expect, type Page, type ViewportSize } from '@playwright/test';
import { Contributor, type Surroundings } from '../actors/contributor.ts';
import { Moderator } from '../actors/moderator.ts';
import { Producer } from '../actors/producer.ts';
import { Viewer } from '../actors/viewer.ts';
import {
  CAMERAS,
  type Camera,
  type CameraFormat,
  SMALL_CAMERA,
  VOICE_TONE,
  writeCamera,
  writeMicrophone,
} from '../cameras/camera.ts';
import type { Antenne } from './antenne.ts';
import { browserOptions } from './chromium.ts';
import { ControlLine } from './control-line.ts';
import { DemoLinks, OwnerLinks } from './links.ts';
import { Owner } from './owner.ts';
import { acceptByApi, browserCookies } from './session.ts';

/** Drawn without a graphics card, a large window costs more than the product. */
const SMALL_DESK: ViewportSize = { width: 1024, height: 640 };

/** Who has pages of their own. */
type Role = 'owner' | 'producer' | 'moderator' | 'captioner';

/** A person in a duplex, and which camera and microphone prove it. */
export interface Duplex {
  /** The contributor's id in the broadcast. */
  id: string;
  camera: Camera;
  person: Contributor;
}

/** The running broadcast and the doors into it. */
export class Show {
  readonly antenne: Antenne;
  readonly slug: string;
  readonly owner: Owner;
  readonly control: ControlLine;
  readonly #browser: Browser;
  readonly #format: CameraFormat;
  readonly #files: string;
  readonly #duplexes = new Map<keyof typeof CAMERAS, Duplex>();
  readonly #windows: (Browser | BrowserContext)[] = [];
  /** As an HTTP header says them. */
  readonly #sessions = new Map<Role, string>();

  private constructor(
    antenne: Antenne,
    owner: Owner,
    control: ControlLine,
    audience: { slug: string; browser: Browser; format: CameraFormat },
  ) {
    this.antenne = antenne;
    this.owner = owner;
    this.control = control;
    this.slug = audience.slug;
    this.#browser = audience.browser;
    this.#format = audience.format;
    this.#files = mkdtempSync(join(tmpdir(), 'antenne-cameras-'));
  }

  /** The demonstration broadcast. @param format What the people in the duplexes send. */
  static async demonstration(antenne: Antenne, browser: Browser, format = SMALL_CAMERA): Promise<Show> {
    const links = DemoLinks.parse(antenne.links());
    const owner = await Owner.signIn(antenne.url, links.owner);
    const slug = slugOf(links.viewer);
    const control = await ControlLine.open(antenne.url, owner.cookie, slug);
    return new Show(antenne, owner, control, { slug, browser, format });
  }

  /**
   * A broadcast that its owner just made and put on air, with two contributors who are still to come: nobody simulated
   * takes processor from the people of the show.
   */
  static async own(antenne: Antenne, browser: Browser, format = SMALL_CAMERA): Promise<Show> {
    const owner = await Owner.signIn(antenne.url, OwnerLinks.parse(antenne.links()).owner);
    const slug = await owner.create({
      title: 'Deux voix du cacao équitable',
      plannedStart: new Date().toISOString(),
      durationMinutes: 60,
      zone: 'Europe/Paris',
      themes: [{ fr: 'Le prix' }, { fr: 'Le climat' }],
      contributors: [
        { name: 'Rosa Guamán', place: 'Quito', zone: 'America/Guayaquil' },
        { name: 'Awa Traoré', place: 'Bamako', zone: 'Africa/Bamako' },
      ],
    });
    const control = await ControlLine.open(antenne.url, owner.cookie, slug);
    await control.goLive();
    return new Show(antenne, owner, control, { slug, browser, format });
  }

  /** Its multivariant playlist. */
  get hls(): string {
    return `${this.antenne.mediaUrl}/hls/${this.slug}/index.m3u8`;
  }

  /** Until all six contributors, or `guests`, send: making the simulated ones' loops must not compete with the shows. */
  async everyoneSends(guests = 6): Promise<void> {
    const sending = async () =>
      (await this.control.snapshot()).contributors.filter(({ feed }) => feed === 'live').length;
    await expect.poll(sending, { message: 'contributors with a picture', timeout: 150_000 }).toBe(guests);
  }

  /** Until there is something to watch: browsers write every 404 of the moments before it on their console. */
  async hasBegun(): Promise<void> {
    const status = async () => (await fetch(this.hls)).status;
    await expect.poll(status, { message: 'the multivariant playlist' }).toBe(200);
  }

  /** A browser window of its own: nobody shares cookies here. `closeWindows` closes it. `isMobile`: as telephones have them. */
  async window(
    { isMobile = false, ...viewport }: ViewportSize & { isMobile?: boolean } = SMALL_DESK,
    locale = 'fr-FR',
  ): Promise<Page> {
    const context = await this.#browser.newContext({ viewport, locale, isMobile, hasTouch: isMobile });
    this.#windows.push(context);
    return context.newPage();
  }

  /** Everyone but the two people at their cameras leaves. */
  async closeWindows(): Promise<void> {
    await Promise.all(this.#windows.splice(0).map((context) => context.close()));
  }

  /** Somebody opens a broadcast's page; the running one's by default. */
  async viewer(slug = this.slug): Promise<Viewer> {
    const viewer = new Viewer(await this.window());
    await viewer.open(`${this.antenne.url}/b/${slug}`);
    return viewer;
  }

  /** The broadcast that is still to come. */
  async nextSlug(): Promise<string> {
    const response = await fetch(`${this.antenne.url}/api/broadcasts`);
    const next = PublicBroadcast.array()
      .parse(await response.json())
      .find(({ state }) => state === 'scheduled');
    if (!next) throw new Error('no broadcast is still to come');
    return next.slug;
  }

  /** Gives this window's browser a role, past the page of its invitation: all windows of a role are one person's. */
  async signIn(page: Page, role: Role): Promise<void> {
    const session = role === 'owner' ? this.owner.cookie : await this.#session(role);
    await page.context().addCookies(browserCookies(this.antenne.url, session));
  }

  async #session(role: Exclude<Role, 'owner'>): Promise<string> {
    const known = this.#sessions.get(role);
    if (known !== undefined) return known;
    const link = await this.owner.invite(this.slug, { role, label: role });
    const session = await acceptByApi(this.antenne.url, link, role);
    this.#sessions.set(role, session);
    return session;
  }

  async producer(name: string, size?: ViewportSize, locale?: string): Promise<Producer> {
    const producer = new Producer(await this.window(size, locale));
    await producer.open(await this.owner.invite(this.slug, { role: 'producer', label: name }), name);
    return producer;
  }

  /** A producer with a microphone, in a browser of their own, whose voice is `VOICE_TONE`. `closeWindows` closes it. */
  async speakingProducer(name: string, size: ViewportSize = SMALL_DESK): Promise<Producer> {
    const microphone = join(this.#files, `${name}.wav`);
    writeMicrophone(microphone, { tone: VOICE_TONE });
    const browser = await chromium.launch(browserOptions({ microphone }));
    this.#windows.push(browser);
    const producer = new Producer(await browser.newPage({ viewport: size, locale: 'fr-FR' }));
    await producer.open(await this.owner.invite(this.slug, { role: 'producer', label: name }), name);
    return producer;
  }

  async moderator(name: string): Promise<Moderator> {
    const moderator = new Moderator(await this.window());
    await moderator.open(await this.owner.invite(this.slug, { role: 'moderator', label: name }), name);
    return moderator;
  }

  /** The two people, joined once and then kept: the first asking is the one that waits. */
  async duplexes(): Promise<[Duplex, Duplex]> {
    return [await this.duplex('orange'), await this.duplex('blue')];
  }

  /** One person with this camera, in the place of a simulated contributor. */
  async duplex(name: keyof typeof CAMERAS, surroundings: Surroundings = {}): Promise<Duplex> {
    const known = this.#duplexes.get(name);
    if (known) return known;
    const camera = CAMERAS[name];
    const { contributors } = await this.control.snapshot();
    const place = contributors.find(({ number }) => number === camera.number);
    if (!place) throw new Error(`the broadcast has no contributor ${camera.number}`);
    const duplex = await this.#invite(place, camera, surroundings);
    this.#duplexes.set(name, duplex);
    return duplex;
  }

  /** The first person alone, come anew: the two who were there leave before. `duplexesLeave` ends it. */
  async duplexAlone(surroundings: Surroundings): Promise<Duplex> {
    await this.duplexesLeave();
    return this.duplex('orange', surroundings);
  }

  /** Whoever asks for them next waits until they have come again. Safe twice. */
  async duplexesLeave(): Promise<void> {
    const leaving = [...this.#duplexes.values()];
    this.#duplexes.clear();
    await Promise.all(leaving.map(({ person }) => person.leave()));
  }

  async #invite(place: { id: string; name: string }, camera: Camera, surroundings: Surroundings): Promise<Duplex> {
    const { id, name } = place;
    const folder = join(this.#files, String(camera.number));
    mkdirSync(folder, { recursive: true });
    const devices = { camera: join(folder, 'camera.y4m'), microphone: join(folder, 'microphone.wav') };
    writeCamera(devices.camera, camera, this.#format);
    writeMicrophone(devices.microphone, camera);
    const link = await this.owner.invite(this.slug, { role: 'contributor', contributorId: id, label: name });
    const person = await Contributor.arrive(devices, surroundings);
    await person.join(link);
    return { id, camera, person };
  }

  /** Everyone leaves. Safe twice. Antenne itself belongs to whoever started it. */
  async close(): Promise<void> {
    this.control.close();
    await this.closeWindows();
    await this.duplexesLeave();
    rmSync(this.#files, { recursive: true, force: true });
  }
}

function slugOf(viewerLink: string): string {
  const slug = new URL(viewerLink).pathname.split('/').at(-1);
  if (!slug) throw new Error(`no broadcast in ${viewerLink}`);
  return slug;
}
