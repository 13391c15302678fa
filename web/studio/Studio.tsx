import { type ControlSnapshot, rundownAt, sameSource, sourceKey } from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ControlRoom, type Link, useNow } from '../realtime/index.ts';
import { cx } from '../ui/index.ts';
import { arrangingOn } from './arranging.ts';
import { clipOnAir, soundsIn } from './clip.ts';
import type { DeskMessage } from './desk-runner.ts';
import { GraphicsPanel } from './GraphicsPanel.tsx';
import { toggled } from './graphics.ts';
import { HealthBanner } from './HealthBanner.tsx';
import { backBehindSlate, HeldBanner } from './HeldBanner.tsx';
import type { StudioAction } from './keys.ts';
import { LogPanel } from './LogPanel.tsx';
import { ManualFader } from './ManualFader.tsx';
import { MediaPanel } from './MediaPanel.tsx';
import { type Listening, PreviewMonitor, ProgramMonitor } from './Monitors.tsx';
import { type Part, PartTabs } from './PartTabs.tsx';
import { QuestionsPanel } from './QuestionsPanel.tsx';
import { onAirText, waitingIn } from './questions.ts';
import { RecordingBanner } from './RecordingLight.tsx';
import { RemoteDialog } from './RemoteDialog.tsx';
import { RundownPanel } from './RundownPanel.tsx';
import { SavedScenes } from './SavedScenes.tsx';
import { ScenePalette } from './ScenePalette.tsx';
import { type Side, SideTabs } from './SideTabs.tsx';
import { SoundPanel } from './SoundPanel.tsx';
import { StageDialog } from './StageDialog.tsx';
import { StudioHeader } from './StudioHeader.tsx';
import { StudioKeys } from './StudioKeys.tsx';
import { filled, inRundownOrder } from './scene.ts';
import { TakeBar } from './TakeBar.tsx';
import { TalkPanel } from './TalkPanel.tsx';
import { TalkStatus } from './TalkStatus.tsx';
import { Tiles } from './Tiles.tsx';
import { TransitionChoice, TransitionLength } from './TransitionChoice.tsx';
import { useTalk } from './talk.tsx';
import { useTalkKeys } from './talk-keys.ts';
import { feedOf, lastTouch } from './tally.ts';
import { afterBlack, BLACK, CUT, FADE, useAutoTransition, useBeforeBlack } from './transition.ts';
import { useCommands, useTakeNext } from './use-commands.ts';
import { useDesk } from './use-desk.ts';
import { useFocusOffButtons, useKeys } from './use-keys.ts';
import { useNotice } from './use-notice.ts';
import { useQuestionMoves } from './use-question-moves.ts';
import { useRun } from './use-run.ts';

/** The desk itself. Everything it shows comes from the room, so that two producers see the same at all times. */
export function Studio({ room, state, link }: { room: ControlRoom; state: ControlSnapshot; link: Link }) {
  const { t } = useTranslation('studio');
  const now = useNow(room.clock);
  const [notice, say] = useNotice();
  const [part, setPart] = useState<Part>('switch');
  const [side, setSide] = useState<Side>('questions');
  const [listening, setListening] = useState<Listening>('nothing');
  const [keysOpen, setKeysOpen] = useState(false);
  const [remoteOpen, setRemoteOpen] = useState(false);
  const [stageOpen, setStageOpen] = useState(false);
  const [auto, setAuto] = useAutoTransition();
  const [adding, setAdding] = useState(false);
  const { broadcast, bus, contributors } = state;
  const rundown = rundownAt(state.rundown, now);
  const live = broadcast.state === 'live';
  const inOrder = inRundownOrder(contributors, rundown.items);
  /** With who is in the scene of everybody. */
  const seen = { ...bus, preview: filled(bus.preview, inOrder) };
  const commands = useCommands(room, say);

  const desk = useDesk(room, (message: DeskMessage) => {
    if (message.type === 'failed') return say(t('take.failed', { reason: t(`common:failure.${message.code}`) }));
    if (message.type !== 'overtaken') return say(t(`take.${message.type}`));
    const by = lastTouch(room.store.getState().state?.log ?? [], state.me.name);
    if (!by) return say(t('take.overtakenUnknown'));
    say(t(by.cut ? 'take.overtaken' : 'take.previewOvertaken', { name: by.actor }));
  });

  const beforeBlack = useBeforeBlack(bus.program);
  const cut = () => desk.take(CUT);
  const takeAuto = () => desk.take(auto);
  const toBlackOrBack = () =>
    desk.take(FADE, bus.program.type === 'black' ? afterBlack(beforeBlack(), bus.preview, contributors) : BLACK);
  const { lay, addOrRemove, swap, resize } = arrangingOn(desk, bus, { contributors, inOrder }, (why) => say(t(why)));

  const offerBack = () => {
    const buses = desk.buses() ?? bus;
    if (backBehindSlate(buses, contributors).length > 0) desk.preview(buses.program);
    else say(t('held.nobody'));
  };

  const running = rundown.run === 'live' || rundown.run === 'rehearsal';
  const { taking, takeNext } = useTakeNext(room, { rundown, running, transition: auto }, commands.tell);
  const run = useRun(room, { rundown, transition: auto }, commands.tell);
  const { busy, move } = useQuestionMoves(room, { tell: commands.tell, say });

  const talk = useTalk();
  const soloPreview = () => {
    const ids = soundsIn(bus.preview, state.assets);
    if (talk.solo.size > 0) talk.clearSolo();
    else if (ids.length > 0) talk.toggleSolo(ids);
    else say(t('talk.nobodyOnPreview'));
  };
  const playOrPauseClip = () => {
    const clip = clipOnAir(bus, state.assets, room.clips.getState());
    if (!clip) return say(t('take.noClip'));
    const move = { type: clip.playing ? 'pause' : 'play' } as const;
    void commands.tell(room.call('clip:move', { slug: room.slug, assetId: clip.id, move }));
  };
  const fade = (position: number) => {
    const { version } = desk.buses() ?? bus;
    const asked = room.call('studio:fade', { slug: room.slug, type: auto.type, position, version });
    return commands.tell(asked, { conflict: t('take.overtakenUnknown') });
  };

  useFocusOffButtons();
  const listen = (to: Listening) => setListening((before) => (before === to ? 'nothing' : to));
  useKeys((action: StudioAction) => {
    switch (action.type) {
      case 'preview':
      case 'addOrRemove': {
        const contributor = contributors.find((one) => one.number === action.number);
        if (!contributor) return;
        return action.type === 'preview' ? desk.preview(feedOf(contributor)) : addOrRemove(feedOf(contributor));
      }
      case 'previewSlate':
        return desk.preview({ type: 'slate' });
      case 'scene': {
        const scene = state.scenes[action.number - 1];
        return scene && void commands.recallScene(scene.id);
      }
      case 'layout':
        return lay(action.layout);
      case 'swap':
        return swap();
      case 'resize':
        return resize();
      case 'cut':
        return cut();
      case 'auto':
        return takeAuto();
      case 'black':
        return toBlackOrBack();
      case 'offerBack':
        return offerBack();
      case 'takeNext':
        return takeNext?.();
      case 'takePrevious':
        return running ? run.takePrevious() : undefined;
      case 'addTime':
        return rundown.currentItemId === null ? undefined : run.addTime(action.ms);
      case 'hold':
        return rundown.currentItemId === null ? undefined : run.hold();
      case 'pause':
        return rundown.currentItemId === null ? undefined : run.pause();
      case 'listenProgram':
        return listen('program');
      case 'listenPreview':
        return listen('preview');
      case 'solo':
        return soloPreview();
      case 'clip':
        return playOrPauseClip();
      case 'graphic':
        return void commands.setGraphics(toggled(state.graphics, action.which));
      case 'media':
        setSide((before) => (before === 'media' ? 'questions' : 'media'));
        return setPart((before) => (before === 'media' ? 'switch' : 'media'));
      case 'help':
        return setKeysOpen(true);
      default:
        return action satisfies never;
    }
  });

  useTalkKeys({
    talk,
    contributors,
    preview: bus.preview,
    onNobody: () => say(t('talk.nobodyOnPreview')),
  });

  const shown = (own: Part) => cx(part !== own && 'max-lg:hidden');
  return (
    <div data-desk="studio" className="flex min-h-dvh flex-col bg-canvas lg:h-dvh lg:min-h-0 lg:overflow-hidden">
      <StudioHeader
        room={room}
        state={state}
        rundown={rundown}
        link={link}
        now={now}
        onGoLive={() => void commands.run('broadcast:goLive')}
        onEnd={() => void commands.run('broadcast:end')}
        onKeys={() => setKeysOpen(true)}
        onRemote={() => setRemoteOpen(true)}
        onStage={() => setStageOpen(true)}
      />
      <HealthBanner bus={bus} state={broadcast.state} link={link} contributors={contributors} />
      <RecordingBanner state={state} />
      <HeldBanner bus={bus} contributors={contributors} onPreview={offerBack} />
      <main
        data-testid="bus"
        data-version={bus.version}
        data-program={sourceKey(bus.program)}
        data-on-air={sourceKey(bus.onAir)}
        data-preview={sourceKey(bus.preview)}
        data-health={bus.health}
        className="grid min-h-0 min-w-0 flex-1 grid-cols-1 content-start gap-2 p-2 lg:grid-cols-[clamp(14rem,18.5vw,18.5rem)_minmax(0,1fr)_clamp(16rem,21vw,20rem)] lg:content-stretch"
      >
        <RundownPanel
          className={cx('max-lg:order-3', shown('rundown'))}
          rundown={rundown}
          contributors={contributors}
          zone={broadcast.zone}
          now={now}
          run={run}
          taking={taking}
          onTakeNext={link === 'online' ? takeNext : null}
          scenes={state.scenes}
          onBind={(itemId, sceneId) =>
            void commands.tell(room.call('rundown:bindScene', { slug: room.slug, itemId, sceneId }))
          }
        />
        <div className="flex min-h-0 min-w-0 flex-col gap-2 max-lg:contents">
          <div className="z-10 flex flex-col gap-2 bg-canvas max-lg:top-0 max-lg:[@media(min-height:40rem)]:sticky max-lg:order-1 min-w-0 max-lg:-mx-2 max-lg:px-2 max-lg:pb-1">
            <div className="flex gap-2">
              <PreviewMonitor
                bus={seen}
                question={onAirText(state.questions)}
                contributors={contributors}
                title={broadcast.title}
                plannedStart={broadcast.plannedStart}
                clock={room.clock}
                listening={listening === 'preview'}
                quiet={talk.solo.size > 0}
                onListen={() => listen('preview')}
              />
              <ProgramMonitor
                bus={bus}
                state={broadcast.state}
                contributors={contributors}
                online={link === 'online'}
                listening={listening === 'program'}
                quiet={talk.solo.size > 0}
                onListen={() => listen('program')}
              />
            </div>
            <TakeBar
              onCut={cut}
              onAuto={takeAuto}
              onBlack={toBlackOrBack}
              taking={desk.taking}
              ready={bus.preview !== null && (bus.held.length > 0 || !sameSource(bus.preview, bus.program))}
              black={bus.program.type === 'black'}
              online={link === 'online'}
              notice={notice}
              length={
                <TransitionLength
                  key={auto.frames}
                  frames={auto.frames}
                  onChoose={(frames) => setAuto({ ...auto, frames })}
                />
              }
            />
            {/*
             * The inner space is for the focus ring, which a scrolling box would cut off; `relative` keeps what only
             * screen readers get inside of it, too.
             */}
            <div className="-m-1 relative flex flex-wrap items-center justify-between gap-x-3 gap-y-2 p-1">
              <ScenePalette
                bus={bus}
                contributors={contributors}
                adding={adding}
                onAdding={setAdding}
                onLayout={lay}
                onSwap={swap}
                onResize={resize}
              />
              <div
                className={cx('flex flex-wrap items-center gap-2 max-sm:w-full', part !== 'switch' && 'max-lg:hidden')}
              >
                <ManualFader
                  className="w-28 max-sm:w-full"
                  bus={bus}
                  enabled={link === 'online' && bus.preview !== null && !sameSource(bus.preview, bus.program)}
                  onMove={fade}
                />
                <TransitionChoice transition={auto} onChoose={setAuto} />
              </div>
            </div>
            <PartTabs
              part={part}
              onChoose={setPart}
              waiting={state.questions.filter((one) => one.state === 'queued').length}
            />
          </div>
          <Tiles
            className={cx('max-lg:order-3 relative lg:min-h-0 lg:shrink lg:overflow-y-auto', shown('switch'))}
            bus={seen}
            contributors={contributors}
            title={broadcast.title}
            now={now}
            pending={desk.pending}
            adding={adding}
            onPreview={desk.preview}
            onAdd={addOrRemove}
            onTake={cut}
          />
          <SoundPanel
            className={cx(
              'max-lg:order-3 lg:min-h-28 lg:flex-1 lg:[@media(min-height:52rem)]:min-h-38',
              shown('sound'),
            )}
            contributors={contributors}
            bus={bus}
            onSet={commands.setSound}
            onResetLoudness={() => void commands.tell(room.call('sound:resetLoudness', { slug: room.slug }))}
          />
        </div>
        <div className="flex min-h-0 min-w-0 flex-col gap-2 max-lg:contents">
          <SideTabs side={side} onChoose={setSide} />
          <MediaPanel
            className={cx('max-lg:order-3 lg:flex-1', shown('media'), side !== 'media' && 'lg:hidden')}
            bus={bus}
            broadcast={broadcast}
            clock={room.clock}
            pending={desk.pending}
            adding={adding}
            onPreview={desk.preview}
            onAdd={addOrRemove}
            onTake={cut}
          />
          <GraphicsPanel
            className={cx('max-lg:order-3 lg:flex-1', shown('graphics'), side !== 'graphics' && 'lg:hidden')}
            graphics={state.graphics}
            title={broadcast.title}
            onSet={(change) => void commands.setGraphics(change)}
            scenes={
              <SavedScenes
                scenes={state.scenes}
                preview={bus.preview}
                contributors={contributors}
                onSave={(name) => void commands.tell(room.call('scene:save', { slug: room.slug, name }))}
                onRecall={({ id }) => void commands.recallScene(id)}
                onRename={({ id }, name) =>
                  void commands.tell(room.call('scene:rename', { slug: room.slug, id, name }))
                }
                onRemove={({ id }) => void commands.tell(room.call('scene:remove', { slug: room.slug, id }))}
              />
            }
          />
          <QuestionsPanel
            className={cx('max-lg:order-3 lg:flex-1', shown('questions'), side !== 'questions' && 'lg:hidden')}
            questions={state.questions}
            waiting={waitingIn(state.questionCounts)}
            themes={broadcast.themes}
            slug={room.slug}
            now={now}
            live={live}
            busy={busy}
            onMove={(question, what) => void move(question, what)}
          />
          <LogPanel
            className={cx('max-lg:order-3 lg:flex-1', shown('log'), side !== 'log' && 'lg:hidden')}
            log={state.log}
            zone={broadcast.zone}
          />
          <TalkPanel
            className={cx('max-lg:order-3 lg:max-h-[46%] lg:shrink-0', shown('talk'))}
            contributors={contributors}
            cues={state.cues}
            zone={broadcast.zone}
            onCue={commands.sendCue}
            presenterCue={state.stage.cues[0] ?? null}
            onPresenterCue={commands.sendPresenterCue}
          />
        </div>
      </main>
      <TalkStatus contributors={contributors} />
      <StudioKeys open={keysOpen} onOpenChange={setKeysOpen} />
      {stageOpen ? (
        <StageDialog room={room} state={state} tell={commands.tell} onClose={() => setStageOpen(false)} />
      ) : null}
      {remoteOpen ? (
        <RemoteDialog slug={room.slug} zone={broadcast.zone} desk={state} onClose={() => setRemoteOpen(false)} />
      ) : null}
    </div>
  );
}
