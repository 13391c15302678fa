import {
  assetsIn,
  type BusState,
  type SlotRef,
  type SourceRef,
  type StudioAsset,
  sameSource,
} from '@antenne/server/contract';
import { ChevronDown, ChevronUp, Clapperboard, Pencil, Trash2, Upload as UploadIcon, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, clockText, cx, Dialog, IconButton, TextField } from '../ui/index.ts';
import { useAssetCommands, useAssets, useScenesWith } from './assets.tsx';
import { ClipControls } from './ClipControls.tsx';
import { MediaRow } from './MediaRow.tsx';
import { tallyOf } from './tally.ts';
import { type Upload, useUploads } from './use-uploads.ts';

type Hands = {
  onPreview: (source: SourceRef) => void;
  onTake: () => void;
  /** A press adds to the scene on preview, or takes out of it, as it does with Shift. */
  adding: boolean;
  onAdd: (slot: SlotRef) => void;
};

/** The clips and stills of the broadcast: they are dropped here, and taken from here. */
export function AssetPool({
  bus,
  pending,
  adding,
  onPreview,
  onAdd,
  onTake,
}: Hands & { bus: BusState; pending: SourceRef | null }) {
  const { t } = useTranslation(['media', 'common']);
  const assets = useAssets();
  const { uploads, add } = useUploads();
  const [over, setOver] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const say = (code: string) => setFailed(t(`common:failure.${code}`));
  return (
    <section
      aria-label={t('pool.title')}
      data-testid="asset-pool"
      className={cx(
        'flex flex-col gap-2 rounded-m',
        over && 'outline-2 outline-accent outline-dashed outline-offset-4',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer.files);
      }}
    >
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold text-s">{t('pool.title')}</h3>
        <Button size="s" onClick={() => picker.current?.click()}>
          <UploadIcon aria-hidden className="size-4" />
          {t('pool.upload')}
        </Button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          data-testid="asset-file"
          accept="video/*,.mkv,.mov,.mxf,.mts,.avi,image/png,image/jpeg,image/webp"
          onChange={(event) => {
            add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {failed ? (
        <p role="alert" className="text-s text-warn-text">
          {failed}
        </p>
      ) : null}
      {assets.length === 0 && uploads.length === 0 ? <p className="text-ink-2 text-s">{t('pool.empty')}</p> : null}
      <ul className="flex flex-col gap-2">
        {uploads.map((upload) => (
          <li key={upload.key}>
            <UploadLine upload={upload} />
          </li>
        ))}
        {assets
          .filter((asset) => asset.state !== 'waiting' && asset.state !== 'uploading')
          .map((asset) => (
            <li key={asset.id}>
              <AssetLine
                asset={asset}
                bus={bus}
                pending={pending}
                onFailed={say}
                {...{ adding, onPreview, onAdd, onTake }}
              />
            </li>
          ))}
      </ul>
    </section>
  );
}

function UploadLine({ upload: { title, progress, problem, dismiss } }: { upload: Upload }) {
  const { t } = useTranslation('media');
  return (
    <div data-testid="upload" className="flex items-center gap-2 rounded-m border border-line px-2 py-1 text-s">
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-semibold">{title}</span>
        {problem ? (
          <span role="alert" className="text-warn-text">
            {t(`problem.${problem}`)}
          </span>
        ) : (
          <Bar label={t('state.uploading')} share={progress ?? 0} />
        )}
      </span>
      <IconButton
        size="s"
        label={t(problem ? 'pool.dismiss' : 'pool.cancel', { name: title })}
        icon={<X aria-hidden />}
        onClick={dismiss}
      />
    </div>
  );
}

function Bar({ label, share }: { label: string; share: number }) {
  const percent = Math.round(share * 100);
  return (
    <span className="flex items-center gap-2 text-ink-2">
      <span
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        className="block h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-sunken"
      >
        <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
      </span>
      <span className="shrink-0 tabular-nums">
        {label} {percent} %
      </span>
    </span>
  );
}

function AssetLine({
  asset,
  bus,
  pending,
  adding,
  onPreview,
  onAdd,
  onTake,
  onFailed,
}: Hands & {
  asset: StudioAsset;
  bus: BusState;
  pending: SourceRef | null;
  onFailed: (code: string) => void;
}) {
  const { t } = useTranslation('media');
  const [open, setOpen] = useState(false);
  const { id, kind, title, state, progress, problem, facts } = asset;
  const source: SlotRef = { type: kind, assetId: id };
  const onAir = assetsIn(bus.onAir).includes(id);
  const onBus = [bus.onAir, bus.program, bus.preview].some((one) => assetsIn(one).includes(id));
  const below: ReactNode =
    state === 'processing' ? (
      <Bar label={t('state.processing')} share={progress} />
    ) : state === 'failed' ? (
      <span className="text-warn-text">{t(`problem.${problem ?? 'internal'}`)}</span>
    ) : (
      `${facts?.width ?? 0} × ${facts?.height ?? 0}${facts?.durationMs ? ` · ${clockText(facts.durationMs)}` : ''}`
    );
  return (
    <div data-testid="asset" data-asset={id} data-state={state} className="flex flex-col gap-1">
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <MediaRow
            testId={`asset-${id}`}
            name={title}
            tally={tallyOf(source, bus)}
            onWay={sameSource(source, pending)}
            disabled={state !== 'ready'}
            picture={asset.thumbnail ? <img src={asset.thumbnail} alt="" className="size-full object-cover" /> : null}
            adding={adding}
            onPreview={() => onPreview(source)}
            onAdd={() => onAdd(source)}
            onTake={onTake}
          >
            {below}
          </MediaRow>
        </div>
        <IconButton
          size="s"
          label={t(open ? 'pool.less' : 'pool.more', { name: title })}
          aria-expanded={open || onAir}
          icon={open || onAir ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
          onClick={() => setOpen(!open)}
        />
      </div>
      {kind === 'clip' && state === 'ready' && (open || onAir) ? (
        <ClipControls asset={asset} onAir={onAir} onFailed={onFailed} />
      ) : null}
      {open ? <AssetHands asset={asset} onBus={onBus} onFailed={onFailed} /> : null}
    </div>
  );
}

/** Rename, and delete once it was asked again. */
function AssetHands({
  asset: { id, title, trailer },
  onBus,
  onFailed,
}: {
  asset: StudioAsset;
  onBus: boolean;
  onFailed: (code: string) => void;
}) {
  const { t } = useTranslation('media');
  const { call, slug } = useAssetCommands();
  const inScenes = useScenesWith(id);
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const [name, setName] = useState(title);
  const close = () => setAsking(null);
  const rename = async () => {
    close();
    const reply = await call('asset:change', { slug, assetId: id, change: { title: name } });
    if (!reply.ok) onFailed(reply.error.code);
  };
  const show = async () => {
    const reply = await call('asset:change', { slug, assetId: id, change: { trailer: !trailer } });
    if (!reply.ok) onFailed(reply.error.code);
  };
  const remove = async () => {
    close();
    const reply = await call('asset:remove', { slug, assetId: id });
    if (!reply.ok) onFailed(reply.error.code);
  };
  return (
    <div className="flex flex-wrap gap-1">
      <Button
        size="s"
        onClick={() => {
          setName(title);
          setAsking('rename');
        }}
      >
        <Pencil aria-hidden className="size-4" />
        {t('pool.rename')}
      </Button>
      <Button size="s" disabled={onBus} title={onBus ? t('pool.onBus') : undefined} onClick={() => setAsking('delete')}>
        <Trash2 aria-hidden className="size-4" />
        {t('pool.delete')}
      </Button>
      <Button
        size="s"
        variant={trailer ? 'primary' : 'secondary'}
        aria-pressed={trailer}
        title={t('pool.trailerHint')}
        data-testid="asset-trailer"
        onClick={() => void show()}
      >
        <Clapperboard aria-hidden className="size-4" />
        {t('pool.trailer')}
      </Button>
      <Dialog
        open={asking === 'rename'}
        onOpenChange={close}
        title={t('pool.renameTitle')}
        actions={
          <Button variant="primary" disabled={name.trim() === ''} onClick={() => void rename()}>
            {t('pool.rename')}
          </Button>
        }
      >
        <TextField
          label={t('pool.name')}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Dialog>
      <Dialog
        open={asking === 'delete'}
        onOpenChange={close}
        title={t('pool.deleteTitle', { name: title })}
        description={
          <>
            {inScenes.length > 0
              ? `${t('pool.inScenes', { names: inScenes.join(', '), count: inScenes.length })} `
              : null}
            {t('pool.deleteHint')}
          </>
        }
        actions={
          <Button variant="danger" data-testid="asset-delete" onClick={() => void remove()}>
            {t('pool.delete')}
          </Button>
        }
      />
    </div>
  );
}
