import { type ControlSnapshot, CreatedStageLink, type StageMessage } from '@antenne/server/contract';
import { ExternalLink, Moon, Sun } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { z } from 'zod';
import { type ControlRoom, request } from '../realtime/index.ts';
import { Button, Checkbox, Dialog, StageLinkBox, TextField } from '../ui/index.ts';
import type { StudioCommands } from './use-commands.ts';

/** Characters of a message for the stage clock. */
const LONGEST = 120;

/** What stands on the stage clock beside the time, and who gets in there. */
export function StageDialog({
  room: { call, slug },
  state: { stage, broadcast },
  tell,
  onClose,
}: {
  room: ControlRoom;
  state: ControlSnapshot;
  tell: StudioCommands['tell'];
  onClose: () => void;
}) {
  const { t } = useTranslation('stage');
  const [text, setText] = useState(stage.message?.text ?? '');
  const [flash, setFlash] = useState(stage.message?.flash ?? false);
  const say = (message: StageMessage | null) => tell(call('stage:message', { slug, message }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) void say({ text: text.trim(), flash });
  };
  const path = `/api/studio/${encodeURIComponent(slug)}/stage-link`;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('desk.title')}
      description={t('desk.text')}
    >
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap gap-2">
          <Button asChild size="s">
            <Link to={`/stage/${slug}`} target="_blank">
              <ExternalLink aria-hidden className="size-4" />
              {t('desk.openStage')}
            </Link>
          </Button>
          <Button asChild size="s">
            <Link to={`/presenter/${slug}`} target="_blank">
              <ExternalLink aria-hidden className="size-4" />
              {t('desk.openPresenter')}
            </Link>
          </Button>
        </div>
        <form onSubmit={submit} className="flex flex-col gap-2">
          <TextField
            label={t('desk.message')}
            hint={stage.message ? t('desk.shown', { text: stage.message.text }) : t('desk.messageHint')}
            data-testid="stage-text"
            value={text}
            maxLength={LONGEST}
            autoComplete="off"
            dir="auto"
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className="flex flex-wrap items-center gap-3">
            <Checkbox label={t('desk.flash')} checked={flash} onCheckedChange={setFlash} />
            <span className="flex-1" />
            <Button
              data-testid="stage-clear"
              disabled={stage.message === null}
              onClick={() => {
                setText('');
                void say(null);
              }}
            >
              {t('desk.clear')}
            </Button>
            <Button type="submit" variant="primary" data-testid="stage-show" disabled={text.trim() === ''}>
              {t('desk.show')}
            </Button>
          </div>
        </form>
        <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4">
          <Button
            data-testid="stage-blackout"
            aria-pressed={stage.blackout}
            icon={stage.blackout ? <Sun aria-hidden className="size-5" /> : <Moon aria-hidden className="size-5" />}
            onClick={() => void tell(call('stage:blackout', { slug, on: !stage.blackout }))}
          >
            {t(stage.blackout ? 'desk.blackoutOff' : 'desk.blackout')}
          </Button>
          {stage.blackout ? <p className="font-medium text-warn-text">{t('desk.isBlack')}</p> : null}
        </div>
        <StageLinkBox
          linkedAt={stage.linkedAt}
          zone={broadcast.zone}
          onMake={async () => {
            const asked = request(CreatedStageLink, path, { method: 'POST' });
            await tell(asked);
            const reply = await asked;
            return reply.ok ? reply.data.url : null;
          }}
          onRevoke={() => tell(request(z.unknown(), path, { method: 'DELETE' }))}
        />
      </div>
    </Dialog>
  );
}
