/**
 * Keeps what a page wants to send and to receive true: joins, opens transports, produces and consumes, and does all of
 * it again after a loss. One pass runs at a time; whatever happens meanwhile asks for another pass.
 */
import type { RtcNotice, RtcSource } from '@antenne/server/contract';
import { Device } from 'mediasoup-client';
import { createStore } from 'zustand/vanilla';
import type { RtcLink } from './rtc-link.ts';
import { RtcReceiving } from './rtc-receiving.ts';
import { RtcSending } from './rtc-sending.ts';
import { type LinkCounters, type LinkStats, readLinkStats } from './rtc-stats.ts';
import type { ConsumeOptions, Consumption, RtcSession, RtcSignalling, RtcState, RtcTracks } from './rtc-types.ts';
import { fromWire, isReplyTo, type RtcAsk } from './rtc-wire.ts';

const RETRY_FIRST_MS = 300;
const RETRY_MOST_MS = 5000;
const STATS_MS = 2000;

export class RtcEngine implements RtcSession {
  readonly state = createStore<RtcState>(() => ({ connection: 'idle', sending: null, receiving: null }));
  readonly #sending: RtcSending;
  readonly #receiving: RtcReceiving;
  readonly #ask: RtcAsk;
  readonly #createDevice: () => Promise<Device>;
  readonly #unsubscribe: () => void;
  readonly #statsTimer: ReturnType<typeof setInterval>;
  readonly #counters = new WeakMap<object, LinkCounters>();
  #device: Device | null = null;
  /** Counts the reasons to join; the SFU knows this peer, as far as we know, when the latest one was answered. */
  #reasons = 0;
  #answered = -1;
  #wasConnected = false;
  #running = false;
  #again = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** @param createDevice what this browser can do; a test brings a made-up one */
  constructor({ request, notices }: RtcSignalling, createDevice: () => Promise<Device> = () => Device.factory()) {
    this.#createDevice = createDevice;
    this.#ask = async (message) => {
      const reply = await request(message);
      if (!isReplyTo(reply, message.type)) throw new Error(`reply ${reply.type} to ${message.type}`);
      return reply;
    };
    const showPhase = () => this.#showConnection();
    const change = () => this.#sync();
    this.#sending = new RtcSending(this.#ask, showPhase, change);
    this.#receiving = new RtcReceiving(this.#ask, showPhase, change);
    this.#unsubscribe = notices((notice) => this.#onNotice(notice));
    this.#statsTimer = setInterval(() => void this.#readStats(), STATS_MS);
  }

  publish(tracks: RtcTracks): void {
    this.#sending.want(tracks);
    this.#sync();
  }

  setVideoPaused(paused: boolean): void {
    this.#sending.pauseVideo(paused);
    this.#sync();
  }

  consume(source: RtcSource, options: ConsumeOptions = {}): Consumption {
    return this.#receiving.consume(source, options);
  }

  resync(): void {
    this.#reasons += 1;
    this.#failures = 0;
    this.#sync();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    clearInterval(this.#statsTimer);
    clearTimeout(this.#retry);
    this.#sending.drop();
    this.#receiving.close();
    this.state.setState({ connection: 'idle', sending: null, receiving: null });
  }

  #onNotice(notice: RtcNotice): void {
    switch (notice.type) {
      case 'sourceAvailable':
        this.#receiving.sourceAvailable(notice.source, notice.kinds);
        break;
      case 'consumerClosed':
        this.#receiving.consumerClosed(notice.consumerId);
        break;
      case 'transportClosed':
        if (!this.#sending.transportClosed(notice.transportId)) this.#receiving.transportClosed(notice.transportId);
        break;
      case 'reset':
        this.#reasons += 1;
        this.#dropAll();
        break;
    }
    this.#sync();
  }

  #dropAll(): void {
    this.#sending.drop();
    this.#receiving.drop();
  }

  #sync(): void {
    if (this.#closed) return;
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    clearTimeout(this.#retry);
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        this.#showConnection();
        await this.#pass();
      }
      this.#failures = 0;
    } catch {
      // Refused or unreachable: begin again with a join, which tells whether the SFU still knows us.
      this.#reasons += 1;
      this.#failures += 1;
      const delay = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** (this.#failures - 1));
      if (!this.#closed) this.#retry = setTimeout(() => this.#sync(), delay * (0.5 + Math.random()));
    } finally {
      this.#running = false;
      this.#showConnection();
    }
  }

  async #pass(): Promise<void> {
    const idle = !this.#sending.wanted && !this.#sending.link && !this.#receiving.wanted;
    if (idle) return;
    if (!this.#joined) await this.#join();
    if (this.#closed || !this.#device) return;
    await this.#sending.sync(this.#device);
    if (this.#closed) return;
    await this.#receiving.sync(this.#device);
  }

  get #joined(): boolean {
    return this.#answered === this.#reasons;
  }

  async #join(): Promise<void> {
    const reasons = this.#reasons;
    const reply = await this.#ask({ type: 'join' });
    if (!reply.resumed) this.#dropAll();
    if (!this.#device) {
      const device = await this.#createDevice();
      await device.load({ routerRtpCapabilities: fromWire.rtpCapabilities(reply.routerRtpCapabilities) });
      this.#device = device;
    }
    this.#answered = reasons;
  }

  #showConnection(): void {
    const wanted = [
      ...(this.#sending.wanted ? [this.#sending.link] : []),
      ...(this.#receiving.wanted ? [this.#receiving.link] : []),
    ];
    // A link without a producer or consumer yet (`new`) has nothing to carry: it is neither connected nor broken.
    const settled = wanted.every((link) => link?.phase === 'connected' || (link?.phase === 'new' && !this.#running));
    const connected = wanted.length > 0 && settled && this.#joined;
    if (connected) this.#wasConnected = true;
    const unsettled = this.#wasConnected ? 'reconnecting' : 'connecting';
    const connection = this.#closed || wanted.length === 0 ? 'idle' : connected ? 'connected' : unsettled;
    if (this.state.getState().connection !== connection) this.state.setState({ connection });
  }

  async #readStats(): Promise<void> {
    const [sending, receiving] = await Promise.all([
      this.#statsOf(this.#sending.link),
      this.#statsOf(this.#receiving.link),
    ]);
    if (!this.#closed) this.state.setState({ sending, receiving });
  }

  async #statsOf(link: RtcLink | null): Promise<LinkStats | null> {
    if (!link || link.transport.closed) return null;
    try {
      const report = await link.transport.getStats();
      const key = link.transport;
      const { stats, counters } = readLinkStats(report.values(), this.#counters.get(key) ?? null, performance.now());
      this.#counters.set(key, counters);
      return stats;
    } catch {
      // The transport was closed while it was being read.
      return null;
    }
  }
}
