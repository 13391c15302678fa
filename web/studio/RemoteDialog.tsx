import { type ControlSnapshot, CreatedRemoteKey, RemoteKey, RemoteRole } from '@antenne/server/contract';
import { QueryClient, QueryClientProvider, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Copy, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { request } from '../realtime/index.ts';
import { Button, Dialog, dayIn, IconButton, Select, TextField, useLocale } from '../ui/index.ts';

class Refused extends Error {
  override name = 'Refused';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function ask<S extends z.ZodType>(schema: S, path: string, more?: { method: string; body?: unknown }) {
  const reply = await request(schema, path, more);
  if (!reply.ok) throw new Refused(reply.error.code);
  return reply.data;
}

/** Who is there, and whose page this is. */
type Desk = Pick<ControlSnapshot, 'contributors' | 'presence' | 'me'>;

type RemoteProps = {
  slug: string;
  zone: string;
  desk: Desk;
  onClose: () => void;
};

const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 0 } } });

/** Keys for control surfaces, and what to write into their buttons. */
export function RemoteDialog(props: RemoteProps) {
  return (
    <QueryClientProvider client={client}>
      <Keys {...props} />
    </QueryClientProvider>
  );
}

function Keys({ slug, zone, desk, onClose }: RemoteProps) {
  const { t } = useTranslation(['studio', 'common']);
  const { locale } = useLocale();
  const queries = useQueryClient();
  const path = `/api/studio/${encodeURIComponent(slug)}/keys`;
  const keys = useQuery({ queryKey: ['remoteKeys', slug], queryFn: () => ask(z.array(RemoteKey), path) });
  const renew = () => queries.invalidateQueries({ queryKey: ['remoteKeys', slug] });
  const [role, setRole] = useState<RemoteRole>('producer');
  const create = useMutation({
    mutationFn: (name: string) => ask(CreatedRemoteKey, path, { method: 'POST', body: { name, role } }),
    onSuccess: renew,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => ask(z.unknown(), `${path}/${id}/revoke`, { method: 'POST' }),
    onSuccess: renew,
  });
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !create.isPending) create.mutate(name.trim());
  };
  const failure = [keys.error, create.error, revoke.error].find((error) => error instanceof Refused);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('remote.title')}
      description={t('remote.text')}
    >
      <div className="flex flex-col gap-5">
        {failure ? (
          <p role="alert" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-warn-text">
            {t(`common:failure.${failure.code}`)}
          </p>
        ) : null}
        {create.data ? (
          <Made created={create.data} slug={slug} desk={desk} />
        ) : (
          <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
            <div className="w-full">
              <Select
                label={t('remote.for')}
                value={role}
                onValueChange={(value) => setRole(RemoteRole.parse(value))}
                options={RemoteRole.options.map((value) => ({ value, label: t(`remote.role.${value}`) }))}
              />
            </div>
            <div className="flex-1">
              <TextField
                label={t('remote.name')}
                value={name}
                maxLength={60}
                autoComplete="off"
                placeholder="Stream Deck"
                onChange={(event) => setName(event.currentTarget.value)}
              />
            </div>
            <Button type="submit" variant="primary" busy={create.isPending}>
              {t('remote.create')}
            </Button>
          </form>
        )}
        {keys.data && keys.data.length > 0 ? (
          <ul className="flex flex-col divide-y divide-line border-line border-t">
            {keys.data.map((key) => (
              <li key={key.id} className="flex items-center gap-3 py-1.5">
                <span className="min-w-0 flex-1 truncate font-medium">{key.name}</span>
                <span className="text-ink-3 text-s">{dayIn(Date.parse(key.createdAt), locale, zone)}</span>
                <IconButton
                  size="s"
                  label={t('remote.revoke', { name: key.name })}
                  icon={<Trash2 aria-hidden />}
                  onClick={() => revoke.mutate(key.id)}
                />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}

const CAPTION = {
  id: 'caption',
  name: null,
  command: 'caption:send',
  body: '{"language":"fr","text":"Bonsoir, et bienvenue."}',
};

/** What a button is to send: commands without a body, and for each contributor one that puts them on preview. */
function examples({ contributors, presence, me }: Desk) {
  // Others have a talk button, too: a press says whose it is.
  const isAlone = presence.every(({ id, role }) => id === me.id || (role !== 'producer' && role !== 'owner'));
  const talk = isAlone ? { to: 'all' } : { producer: me.id, to: 'all' };
  const source = (contributorId: string) => JSON.stringify({ source: { type: 'feed', contributorId } });
  return [
    { id: 'cut', name: null, command: 'studio:take', body: '{}' },
    { id: 'mix', name: null, command: 'studio:take', body: '{"transition":{"type":"mix","frames":12}}' },
    { id: 'black', name: null, command: 'studio:take', body: '{"source":{"type":"black"}}' },
    { id: 'takeNext', name: null, command: 'rundown:takeNext', body: '{}' },
    { id: 'takePrevious', name: null, command: 'rundown:takePrevious', body: '{}' },
    { id: 'addTime', name: null, command: 'rundown:addTime', body: '{"ms":60000}' },
    { id: 'removeTime', name: null, command: 'rundown:addTime', body: '{"ms":-30000}' },
    { id: 'hold', name: null, command: 'rundown:hold', body: '{}' },
    { id: 'pause', name: null, command: 'rundown:pause', body: '{}' },
    { id: 'talk', name: null, command: 'talkback:press', body: JSON.stringify(talk) },
    ...contributors.map(({ id, name }) => ({ id, name, command: 'studio:preview', body: source(id) })),
  ];
}

/** The new key: this is the only time that anyone sees it. */
function Made({ created: { key, token }, slug, desk }: { created: CreatedRemoteKey; slug: string; desk: Desk }) {
  const { t } = useTranslation('studio');
  const all = key.role === 'captioner' ? [CAPTION] : examples(desk);
  const [chosen, setChosen] = useState('cut');
  const example = all.find(({ id }) => id === chosen) ?? all[0];
  if (!example) return null;
  const url = `${location.origin}/api/studio/${slug}/commands/${example.command}`;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t('remote.once')}</p>
      <Copyable label={t('remote.header')} text={`Authorization: Bearer ${token}`} testId="remote-key" />
      <Select
        label={t('remote.button')}
        value={example.id}
        onValueChange={setChosen}
        options={all.map(({ id, name }) => ({
          value: id,
          label: name === null ? t(`remote.does.${id}`) : t('remote.does.preview', { name }),
        }))}
      />
      <Copyable label={t('remote.address')} text={url} />
      <Copyable label={t('remote.body')} text={example.body} />
    </div>
  );
}

function Copyable({ label, text, testId }: { label: string; text: string; testId?: string }) {
  const { t } = useTranslation('common');
  const [copied, setCopied] = useState('');
  return (
    <div className="flex flex-col gap-1">
      <span className="font-semibold text-s">{label}</span>
      <div className="flex items-start gap-2">
        <output
          data-testid={testId}
          className="min-w-0 flex-1 select-all rounded-m bg-sunken px-3 py-2 font-mono text-s [overflow-wrap:anywhere]"
        >
          {text}
        </output>
        <IconButton
          label={copied === text ? t('copied') : `${t('copy')} · ${label}`}
          icon={copied === text ? <Check aria-hidden /> : <Copy aria-hidden />}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
        />
      </div>
    </div>
  );
}
