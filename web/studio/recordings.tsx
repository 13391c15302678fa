import { Skeleton } from '../ui/index.ts';
import { ProducerPage } from './ProducerPage.tsx';
import { RecordingsPage } from './RecordingsPage.tsx';

/** `/studio/:slug/recordings`: what was recorded, to download and to delete. */
export function Component() {
  return (
    <ProducerPage titleKey="recording:pageTitle" opening={<Skeleton className="h-dvh" />}>
      {({ room, state }) => <RecordingsPage room={room} state={state} />}
    </ProducerPage>
  );
}
