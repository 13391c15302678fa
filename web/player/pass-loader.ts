/** hls.js's loader, with the newest pass of the broadcast in every address. */
import Hls, { type LoaderCallbacks, type LoaderConfiguration, type LoaderContext } from 'hls.js';
import { withPassOf } from './pass.ts';

/** `source`: the broadcast's own address, now. */
export function loaderWith(source: () => string) {
  return class PassLoader extends Hls.DefaultConfig.loader {
    override load(
      context: LoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<LoaderContext>,
    ): void {
      context.url = withPassOf(source(), context.url);
      super.load(context, config, callbacks);
    }
  };
}
