import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { expect, it } from 'vitest';
import { DiskMeter } from '../control/disk-use.ts';
import { createChannels, StillLive } from './channels.ts';
import { fakeInit, fakePart, tempFolder, until } from './testing/reading.ts';

it('a broadcast that is over leaves the disk whole, one that is live does not; both are measured', async () => {
  const dataDir = await tempFolder();
  const channels = createChannels({ dataDir, log: pino({ level: 'silent' }) });
  const meter = new DiskMeter({ dataDir, reserveBytes: Number.MAX_SAFE_INTEGER });
  try {
    const channel = channels.channel('show');
    channel.accept(fakeInit('one'));
    for (let index = 0; index < 20; index++) channel.accept(fakePart('one', index, 10_000));
    await until(channel, () => channel.lastCompleteMsn >= 2);
    await expect(channels.remove('show')).rejects.toThrow(StillLive);
    channel.end();
    await until(channel, () => channel.ended);
    const before = await meter.measure();
    expect(before.broadcasts).toMatchObject([{ slug: 'show', recordingBytes: 0 }]);
    expect(before.broadcasts[0]?.replayBytes).toBeGreaterThanOrEqual(200_000);
    expect(before.shortBytes).toBeGreaterThan(before.freeBytes ?? 0);

    await channels.remove('show');
    expect(await readdir(join(dataDir, 'hls'))).toEqual([]);
    expect(await channels.find('show')).toBeNull();
    expect((await meter.measure()).broadcasts).toEqual([]);
    await channels.remove('show');
    await channels.remove('../hls');
    await access(join(dataDir, 'hls'));
  } finally {
    await channels.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
