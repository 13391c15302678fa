/**
 * The media process as far as viewers know it: the packager and the origin, with a supervised programme process whose
 * output comes in over IPC. `node origin.ts <folder> live <seconds of a part>` begins one; `still` serves what the folder holds.
 */
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { pino } from 'pino';
import { MediaMetrics } from '../../control/metrics.ts';
import { createOrigin } from '../../origin/origin.ts';
import { createChannels, DEFAULT_TIMELINE } from '../../packager/channels.ts';
import { partName } from '../../packager/names.ts';
import { startProgramRig } from '../../testing/program-rig.ts';
import { makeRtpMedia } from '../../testing/rtp-media.ts';
import { desiredOf, FORMAT, paintCamera } from '../program.ts';
import { type FromOrigin, now } from './messages.ts';

const [dataDir = '', mode = 'live', part = '0.2'] = process.argv.slice(2);
const partSeconds = Number(part);

/** As many bytes a second as the product's own picture, for a third of the processor: the encoder is not measured here. */
const LIGHT = { ...FORMAT, partSeconds, width: 640, height: 360, preset: 'ultrafast' as const };
const CAMERA = { width: 640, height: 360, frameRate: 25, seconds: 4, keyFrameEvery: 50 };

const log = pino({ level: 'silent' });
const tell = (message: FromOrigin): void => void process.send?.(message);

const metrics = new MediaMetrics(partSeconds);
const channels = createChannels({
  dataDir,
  log,
  config: { ...DEFAULT_TIMELINE, partSeconds },
  onPart: metrics.published.bind(metrics),
});
const origin = createOrigin({ sources: channels, log, onAnswer: metrics.answered.bind(metrics) });
const channel = channels.channel('show');
await channel.ready;

let newest = '';
// The first to hear of a part: before anybody is answered.
channel.subscribe(() => {
  const msn = channel.lastCompleteMsn + (channel.partCount(channel.lastCompleteMsn + 1) > 0 ? 1 : 0);
  const name = partName(channel.nameOf(msn), channel.partCount(msn) - 1);
  if (name !== newest) tell({ type: 'part', name, at: now() });
  newest = name;
});
if (mode === 'live') {
  Log.setLevel(AV_LOG_QUIET);
  startProgramRig({
    format: LIGHT,
    desired: desiredOf(['camera'], { type: 'feed', contributorId: 'camera' }, false),
    media: { camera: makeRtpMedia({ ...CAMERA, paint: paintCamera(1), toneHz: 400 }) },
    keep: false,
    onMessage(message) {
      if (message.type === 'output') channel.accept(message.output);
    },
  });
}
tell({ type: 'listening', port: await origin.listen('127.0.0.1', 0) });
process.on('disconnect', () => process.exit());
