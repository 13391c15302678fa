import { describe, expect, it } from 'vitest';
import { type Delta, renderMedia, renderMultivariant, renderThumbnails } from './playlist.ts';
import { beginEpoch, commit, feedParts, INIT } from './testing/parts.ts';
import { mergeDelta, type ProbedPlaylist, probePlaylist } from './testing/playlist-probe.ts';
import { Timeline } from './timeline.ts';

const CONFIG = { segmentSeconds: 2, partSeconds: 0.2, windowSeconds: 60 };

function timelineWith(parts: number, config = CONFIG): Timeline {
  const timeline = new Timeline(config, 'aaaaaa');
  beginEpoch(timeline, 'one');
  feedParts(timeline, 'one', parts);
  return timeline;
}

function probe(timeline: Timeline, delta: Delta = false): ProbedPlaylist {
  const text = renderMedia(timeline, 'main', delta);
  if (text === null) throw new Error('nothing to play');
  return probePlaylist(text);
}

it('there is none before the first complete segment', () => {
  const timeline = timelineWith(9);
  expect(renderMedia(timeline, 'main', false)).toBeNull();
  expect(renderMultivariant(timeline)).toBeNull();
});

it('the multivariant one says what the media is, from the newest epoch', () => {
  expect(renderMultivariant(timelineWith(10))?.split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-STREAM-INF:BANDWIDTH=1000000,AVERAGE-BANDWIDTH=700000,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=25.000',
    'main/live.m3u8',
    '',
  ]);
});

describe('a live playlist', () => {
  it('announces low latency within the limits of the specification', () => {
    const { control, targetDuration, partTarget, version } = probe(timelineWith(10));
    expect(version).toBeGreaterThanOrEqual(9);
    expect(targetDuration).toBe(2);
    // Ten frames of AAC: a part of sound alone has nine or ten.
    expect(partTarget).toBe(0.21334);
    expect(control?.get('CAN-BLOCK-RELOAD')).toBe('YES');
    expect(Number(control?.get('PART-HOLD-BACK'))).toBeGreaterThanOrEqual(3 * 0.21334);
    expect(Number(control?.get('HOLD-BACK'))).toBeGreaterThanOrEqual(6);
    expect(Number(control?.get('CAN-SKIP-UNTIL'))).toBeGreaterThanOrEqual(12);
  });

  it('lists parts of a segment until its end lies more than three target durations back', () => {
    const { segments, open } = probe(timelineWith(104));
    const withParts = segments.filter((segment) => segment.parts.length > 0).map((segment) => segment.msn);
    // The playlist ends at 20.8 s: segment 8 ended 4.8 s before that, segment 7 6.8 s.
    expect(withParts).toEqual([8, 9, 10]);
    expect(segments.at(-1)?.parts.map((part) => part.independent)).toEqual([true, ...Array(9).fill(false)]);
    expect(open?.parts).toHaveLength(4);
  });

  it('gives each segment its time and its number', () => {
    const { segments, mediaSequence } = probe(timelineWith(420));
    expect(mediaSequence).toBe(13);
    segments.forEach((segment, index) => {
      expect(segment).toMatchObject({ msn: 13 + index, uri: `s${13 + index}-aaaaaa.m4s`, duration: 2 });
      expect(segment.programDateTime).toBe(1_750_000_000_000 + (12 + index) * 2000);
    });
  });

  it('hints at the part that comes next, also across a segment border', () => {
    const timeline = timelineWith(14);
    for (let index = 14; index < 31; index++) {
      const { hint } = probe(timeline);
      feedParts(timeline, 'one', 1, index);
      const { segments, open } = probe(timeline);
      expect(hint).toBe((open ?? segments.at(-1))?.parts.at(-1)?.uri);
    }
  });

  it('puts a discontinuity and a map before the first part of a new epoch', () => {
    const timeline = timelineWith(14);
    beginEpoch(timeline, 'two');
    feedParts(timeline, 'two', 3);
    const before = probe(timeline);
    expect(before.open).toMatchObject({ msn: 3, discontinuity: true, cc: 1, map: 'i2-aaaaaa.mp4' });
    expect(before.segments.at(-1)).toMatchObject({ msn: 2, duration: 0.8, map: 'i1-aaaaaa.mp4' });
    feedParts(timeline, 'two', 14, 3);
    expect(probe(timeline).segments.map(({ cc, map }) => [cc, map])).toEqual([
      [0, 'i1-aaaaaa.mp4'],
      [0, 'i1-aaaaaa.mp4'],
      [1, 'i2-aaaaaa.mp4'],
    ]);
  });

  it('keeps every segment’s discontinuity number when others leave', () => {
    const timeline = timelineWith(20);
    for (let epoch = 2; epoch < 12; epoch++) {
      beginEpoch(timeline, `e${epoch}`);
      feedParts(timeline, `e${epoch}`, 35);
    }
    let earlier = probe(timeline);
    expect(earlier.discontinuitySequence).toBeGreaterThan(0);
    for (let step = 0; step < 60; step++) {
      feedParts(timeline, 'e11', 10, 40 + step * 10);
      const later = probe(timeline);
      for (const segment of later.segments) {
        const same = earlier.segments.find(({ msn }) => msn === segment.msn);
        if (same) expect([segment.cc, segment.uri, segment.map]).toEqual([same.cc, same.uri, same.map]);
      }
      earlier = later;
    }
  });

  it('marks lost segments as gaps', () => {
    const timeline = timelineWith(40);
    commit(timeline, timeline.planGap(2));
    expect(probe(timeline).segments.map(({ gap }) => gap)).toEqual([false, true, false, false]);
  });
});

describe('a delta update', () => {
  it('merged into an earlier playlist equals the full one, at every step and across discontinuities', () => {
    const timeline = timelineWith(150);
    for (let step = 0; step < 400; step++) {
      const earlier = probe(timeline);
      if (step % 57 === 56) beginEpoch(timeline, `e${step}`);
      const epoch = timeline.latestInit && step >= 56 ? `e${step - ((step - 56) % 57)}` : 'one';
      feedParts(timeline, epoch, 1, step >= 56 ? (step - 56) % 57 : 150 + step);
      const delta = probe(timeline, 'all');
      const full = probe(timeline);
      expect(delta.skipped + delta.segments.length).toBe(full.segments.length);
      expect(delta.skipped).toBeGreaterThan(0);
      const strip = (segments: ProbedPlaylist['segments']) => segments.map(({ parts: _, ...segment }) => segment);
      expect(strip(mergeDelta(earlier, delta))).toEqual(strip(full.segments));
      expect(delta.segments.flatMap(({ parts }) => parts)).toEqual(full.segments.flatMap(({ parts }) => parts));
    }
  });

  it('leaves out nothing younger than CAN-SKIP-UNTIL', () => {
    const { control, segments, open } = probe(timelineWith(203), 'all');
    const listed = segments.reduce((sum, { duration }) => sum + duration, 0) + 0.2 * (open?.parts.length ?? 0);
    expect(listed).toBeGreaterThanOrEqual(Number(control?.get('CAN-SKIP-UNTIL')));
    expect(listed).toBeLessThan(Number(control?.get('CAN-SKIP-UNTIL')) + 2);
  });

  it('is the full playlist where there is nothing to skip', () => {
    const timeline = timelineWith(30);
    expect(renderMedia(timeline, 'main', 'all')).toBe(renderMedia(timeline, 'main', false));
  });
});

it('lists no part as longer than the target, while its segment tells its true length', () => {
  const timeline = timelineWith(19);
  const late = { epoch: 'one', duration: 0.24, independent: false, startsSegment: false };
  commit(timeline, timeline.planPart({ ...late, programDateTime: 0, lengths: [1000] }));
  const last = probe(timeline).segments.at(-1);
  expect(last?.duration).toBe(2.04);
  expect(last?.parts.every(({ duration }) => duration <= 0.21334)).toBe(true);
});

it('an ended playlist is whole, with its end and nothing to wait for', () => {
  const timeline = timelineWith(155);
  commit(timeline, timeline.planEnd());
  const { ended, hint, control, partTarget, segments, open } = probe(timeline, 'all');
  expect({ ended, hint, control, partTarget, open }).toEqual({
    ended: true,
    hint: null,
    control: null,
    partTarget: null,
    open: null,
  });
  expect(segments).toHaveLength(16);
  expect(segments.every(({ parts }) => parts.length === 0)).toBe(true);
});

it('four hours stay below a megabyte, and an update below five kilobytes', () => {
  const timeline = timelineWith(72_000, { ...CONFIG, windowSeconds: Number.POSITIVE_INFINITY });
  const full = renderMedia(timeline, 'main', false) ?? '';
  expect(probePlaylist(full).segments).toHaveLength(7200);
  expect(full.length).toBeLessThan(1_000_000);
  expect(renderMedia(timeline, 'main', 'all')?.length).toBeLessThan(5000);
});

describe('a ladder', () => {
  const lower = { ...INIT, rendition: '270p', width: 480, height: 270, bandwidth: 500_000 };

  function laddered(epochs: readonly (readonly (typeof lower)[])[]): Timeline {
    const timeline = new Timeline(CONFIG, 'aaaaaa');
    epochs.forEach((renditions, index) => {
      const epoch = `${index}`;
      commit(timeline, timeline.planInit({ ...INIT, epoch, lower: [...renditions] }));
      feedParts(timeline, epoch, 23, 0, renditions.length);
    });
    return timeline;
  }

  const probed = (timeline: Timeline, rendition: string, delta: Delta = false) =>
    probePlaylist(renderMedia(timeline, rendition, delta) ?? '');

  it('is listed, and every rendition says how far the others are', () => {
    const timeline = laddered([[lower]]);
    expect(renderMultivariant(timeline)).toMatch(
      /RESOLUTION=640x360,.*\nmain\/live\.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=500000,.*RESOLUTION=480x270,.*\n270p\/live\.m3u8\n/,
    );
    expect(probed(timeline, 'main').reports).toEqual([{ uri: '../270p/live.m3u8', msn: 3, part: 2 }]);
    expect(probed(timeline, '270p').reports).toEqual([{ uri: '../main/live.m3u8', msn: 3, part: 2 }]);
  });

  it('reports the last part of the last segment where none is open', () => {
    const timeline = new Timeline(CONFIG, 'aaaaaa');
    commit(timeline, timeline.planInit({ ...INIT, epoch: 'one', lower: [lower] }));
    feedParts(timeline, 'one', 20, 0, 1);
    expect(probed(timeline, 'main').reports).toEqual([{ uri: '../270p/live.m3u8', msn: 2, part: 9 }]);
  });

  it('has the same borders, numbers and times in all of them', () => {
    const timeline = laddered([[lower], [lower]]);
    const [own, small] = ['main', '270p'].map((rendition) => probed(timeline, rendition));
    expect(small?.segments).toEqual(own?.segments);
    expect(small?.open).toEqual(own?.open);
    expect(small?.discontinuitySequence).toBe(own?.discontinuitySequence);
  });

  it('has gaps where a rendition was not made, parts included, and no map for them', () => {
    const timeline = laddered([[], [lower]]);
    const { segments } = probed(timeline, '270p');
    expect(segments.map(({ gap }) => gap)).toEqual([true, true, true, false, false]);
    expect(
      segments
        .slice(0, 3)
        .flatMap(({ parts }) => parts)
        .every(({ gap }) => gap),
    ).toBe(true);
    expect(segments.map(({ map }) => map !== null)).toEqual([false, false, false, true, true]);
    expect(segments.map(({ msn, duration }) => [msn, duration])).toEqual(
      probed(timeline, 'main').segments.map(({ msn, duration }) => [msn, duration]),
    );
  });

  it('is the same after its index was read again', () => {
    const timeline = laddered([[], [lower], [lower]]);
    const again = new Timeline(CONFIG, 'bbbbbb');
    for (const event of timeline.snapshot()) again.apply(event);
    for (const rendition of ['main', '270p']) {
      expect(probed(again, rendition).segments).toEqual(probed(timeline, rendition).segments);
    }
    expect(again.segment(5)?.lengths).toEqual(timeline.segment(5)?.lengths);
  });
});

it('tells of hours the same as if it were written for the first time', () => {
  const config = { ...CONFIG, windowSeconds: 86_400 };
  const timeline = timelineWith(3_000, config);
  renderMedia(timeline, 'main', false);
  commit(timeline, timeline.planGap(7));
  beginEpoch(timeline, 'two');
  feedParts(timeline, 'two', 205);
  const again = new Timeline(config, 'bbbbbb');
  for (const event of timeline.snapshot()) again.apply(event);
  const lines = (of: Timeline) =>
    renderMedia(of, 'main', false)
      ?.split('\n')
      .filter((line) => !line.includes('HINT'));
  expect(lines(timeline)).toEqual(lines(again));
  const { segments } = probe(timeline);
  expect(segments.flatMap(({ msn, gap }) => (gap ? [msn] : []))).toEqual([7]);
  expect(segments.flatMap(({ msn, discontinuity }) => (discontinuity ? [msn] : []))).toEqual([301]);
});

it('lists thumbnails by the time of whoever plays from the beginning, the last one up to the end', () => {
  const timeline = timelineWith(0);
  feedParts(timeline, 'one', 103);
  for (const msn of [1, 6, 11]) timeline.apply({ type: 'thumbnail', msn, length: 9_000, width: 320, height: 180 });
  expect(renderThumbnails(timeline).split('\n')).toEqual([
    'WEBVTT',
    '',
    '00:00:00.000 --> 00:00:10.000',
    'main/t1-aaaaaa.jpg#xywh=0,0,320,180',
    '',
    '00:00:10.000 --> 00:00:20.000',
    'main/t6-aaaaaa.jpg#xywh=0,0,320,180',
    '',
    '00:00:20.000 --> 00:00:20.600',
    'main/t11-aaaaaa.jpg#xywh=0,0,320,180',
    '',
  ]);
  expect(renderThumbnails(timelineWith(3))).toBe('WEBVTT\n');
});
