import { Skeleton } from '../ui/index.ts';
import { Multiview } from './Multiview.tsx';
import { ProducerPage } from './ProducerPage.tsx';

/** `/studio/:slug/multiview`: every picture at once, for a second screen. */
export function Component() {
  return (
    <ProducerPage titleKey="multiview.pageTitle" opening={<Skeleton className="h-dvh" />}>
      {({ room, state, link }) => <Multiview room={room} state={state} link={link} />}
    </ProducerPage>
  );
}
