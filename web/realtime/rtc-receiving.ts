/** What this page receives: consumptions, whose streams outlive the consumers that fill them. */
import type { RtcSource } from '@antenne/server/contract';
import type { Device, types } from 'mediasoup-client';
import { createStore } from 'zustand/vanilla';
import { openRtcLink, type RtcLink } from './rtc-link.ts';
import type { ConsumeOptions, Consumption, ConsumptionState, RtcKind } from './rtc-types.ts';
import { failureCode, fromWire, type RtcAsk, type RtcReplyOf, toWire } from './rtc-wire.ts';

interface Want {
  source: RtcSource;
  kind: RtcKind;
  maxLayer: 0 | 1 | 2;
  consumption: Consumption;
  consumer: types.Consumer | null;
  /** The source had no producer when asked: wait until the SFU says that it has. */
  unavailable: boolean;
  /** Counts what the SFU said about the source, so that news that overtakes a reply is not lost. */
  news: number;
}

/** Refusals of a source that asking again does not change: nothing there, not for us, or not for this browser. */
const FINAL: readonly string[] = ['mediaUnavailable', 'forbidden', 'badRequest'];

export class RtcReceiving {
  readonly #wants = new Set<Want>();
  #link: RtcLink | null = null;
  readonly #ask: RtcAsk;
  readonly #onPhase: () => void;
  readonly #onChange: () => void;

  constructor(ask: RtcAsk, onPhase: () => void, onChange: () => void) {
    this.#ask = ask;
    this.#onPhase = onPhase;
    this.#onChange = onChange;
  }

  get link(): RtcLink | null {
    return this.#link;
  }

  get wanted(): boolean {
    return this.#wants.size > 0;
  }

  consume(source: RtcSource, { kinds = ['audio', 'video'], maxLayer = 0 }: ConsumeOptions): Consumption {
    const mine: Want[] = [];
    const consumption: Consumption = {
      stream: new MediaStream(),
      state: createStore<ConsumptionState>(() => ({
        audio: kinds.includes('audio') ? 'waiting' : 'unwanted',
        video: kinds.includes('video') ? 'waiting' : 'unwanted',
      })),
      close: () => {
        for (const want of mine) this.#unwant(want);
        mine.length = 0;
      },
    };
    for (const kind of new Set(kinds)) {
      const want: Want = { source, kind, maxLayer, consumption, consumer: null, unavailable: false, news: 0 };
      mine.push(want);
      this.#wants.add(want);
    }
    this.#onChange();
    return consumption;
  }

  /** Makes what is received agree with what is wanted. Rejects when a request fails; calling again goes on. */
  async sync(device: Device): Promise<void> {
    const missing = [...this.#wants].filter((want) => !want.consumer && !want.unavailable);
    if (missing.length === 0) return;
    const link = this.#link ?? (await this.#open(device));
    // Together, because mediasoup-client then negotiates once for all.
    const outcomes = await Promise.allSettled(missing.map((want) => this.#begin(link, device, want)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Forgets transport and consumers; what is wanted stays wanted. */
  drop(): void {
    for (const want of this.#wants) {
      this.#lose(want);
      want.unavailable = false;
    }
    this.#link?.close();
    this.#link = null;
  }

  sourceAvailable(source: RtcSource, kinds: readonly RtcKind[]): void {
    for (const want of this.#wants) {
      if (!sameRtcSource(want.source, source) || !kinds.includes(want.kind)) continue;
      want.news += 1;
      want.unavailable = false;
    }
  }

  consumerClosed(consumerId: string): void {
    for (const want of this.#wants) {
      if (want.consumer?.id !== consumerId) continue;
      this.#lose(want);
      // The next producer may have been announced before this notice of the last one's end: then ask once more.
      want.unavailable = want.news === 0;
    }
  }

  transportClosed(transportId: string): boolean {
    if (this.#link?.transport.id !== transportId) return false;
    this.drop();
    return true;
  }

  close(): void {
    this.drop();
    this.#wants.clear();
  }

  async #open(device: Device): Promise<RtcLink> {
    const link = await openRtcLink({
      device,
      direction: 'recv',
      ask: this.#ask,
      onPhase: this.#onPhase,
      onLost: () => {
        this.drop();
        this.#onChange();
      },
    });
    this.#link = link;
    return link;
  }

  async #begin(link: RtcLink, device: Device, want: Want): Promise<void> {
    const newsBefore = want.news;
    let reply: RtcReplyOf<'consume'>;
    try {
      reply = await this.#askConsume(link, device, want);
    } catch (error) {
      if (!FINAL.includes(failureCode(error))) throw error;
      want.unavailable = want.news === newsBefore;
      if (!want.unavailable) this.#onChange();
      return;
    }
    const consumer = await link.transport.consume({
      id: reply.consumerId,
      producerId: reply.producerId,
      kind: reply.kind,
      rtpParameters: fromWire.rtpParameters(reply.rtpParameters),
    });
    if (!this.#wants.has(want) || this.#link !== link) {
      consumer.close();
      return;
    }
    want.consumer = consumer;
    want.news -= newsBefore;
    try {
      await this.#ask({ type: 'resumeConsumer', consumerId: consumer.id });
    } catch (error) {
      // It may be silent for ever, or be gone with its producer before this page knew it: the next pass asks anew.
      if (want.consumer === consumer) this.#end(want);
      throw error;
    }
    if (want.consumer !== consumer) return;
    want.consumption.stream.addTrack(consumer.track);
    want.consumption.state.setState({ [want.kind]: 'live' });
  }

  #askConsume(link: RtcLink, device: Device, want: Want): Promise<RtcReplyOf<'consume'>> {
    return this.#ask({
      type: 'consume',
      transportId: link.transport.id,
      source: want.source,
      kind: want.kind,
      rtpCapabilities: toWire(device.recvRtpCapabilities),
      maxLayer: want.maxLayer,
    });
  }

  #unwant(want: Want): void {
    if (!this.#wants.delete(want)) return;
    this.#end(want);
    this.#onChange();
  }

  /** Loses its consumer, and the SFU's with it. */
  #end(want: Want): void {
    const consumer = want.consumer;
    this.#lose(want);
    // Nobody waits for this: if it does not arrive, the consumer ends with its transport.
    if (consumer) void this.#ask({ type: 'closeConsumer', consumerId: consumer.id }).catch(() => undefined);
  }

  #lose(want: Want): void {
    const consumer = want.consumer;
    if (!consumer) return;
    want.consumer = null;
    want.consumption.stream.removeTrack(consumer.track);
    consumer.close();
    want.consumption.state.setState({ [want.kind]: 'waiting' });
  }
}

function sameRtcSource(a: RtcSource, b: RtcSource): boolean {
  if (a.type === 'feed' && b.type === 'feed') return a.contributorId === b.contributorId;
  if (a.type === 'talkback' && b.type === 'talkback') return a.peerId === b.peerId;
  return a.type === b.type;
}
