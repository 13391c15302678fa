import {
  AV_BUFFERSRC_FLAG_KEEP_REF,
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_SMPTE170M,
} from 'node-av/constants';
import { Filter, type FilterContext, FilterGraph, type Frame } from 'node-av/lib';
import { check, createFrame } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';

interface Graph {
  graph: FilterGraph;
  source: FilterContext;
  sink: FilterContext;
  /** What kind of pictures it is made for. */
  options: string;
}

/**
 * Pictures in BT.601, as browsers make them, in the programme's BT.709; size and range stay. FFmpeg's `colorspace` filter
 * has vector code for this matrix; swscale goes through RGB for it, which takes seven times as long. Owns what it returns.
 */
export class Bt709Conversion {
  readonly #output = createFrame();
  #graph: Graph | null = null;
  #closed = false;

  /** Whether `picture` is of the kind that this converts: YUV 4:2:0, 8 bits, limited range, BT.601. */
  static takes({ format, colorSpace, colorRange }: Frame): boolean {
    const isBt601 = colorSpace === AVCOL_SPC_SMPTE170M || colorSpace === AVCOL_SPC_BT470BG;
    return format === AV_PIX_FMT_YUV420P && isBt601 && colorRange !== AVCOL_RANGE_JPEG;
  }

  /** `picture` in BT.709, good until the next call. */
  convert(picture: Frame): Frame {
    const { source, sink } = this.#graphFor(picture);
    this.#output.unref();
    check(source.buffersrcAddFrameSync(picture, AV_BUFFERSRC_FLAG_KEEP_REF), 'converting the colours of a picture');
    check(sink.buffersinkGetFrameSync(this.#output), 'converting the colours of a picture');
    return this.#output;
  }

  #graphFor({ width, height, colorSpace, colorRange }: Frame): Graph {
    const options = `video_size=${width}x${height}:pix_fmt=yuv420p:time_base=1/25:colorspace=${colorSpace}:range=${colorRange}`;
    if (this.#graph?.options === options) return this.#graph;
    this.#graph?.graph.free();
    const graph = new FilterGraph();
    graph.alloc();
    // One picture takes less than a millisecond: more threads would wait for each other longer than they work.
    graph.nbThreads = 1;
    const source = create(graph, 'buffer', options);
    const colours = create(graph, 'colorspace', 'all=bt709:range=tv:iall=bt709:ispace=smpte170m:irange=tv');
    const sink = create(graph, 'buffersink', '');
    check(source.link(0, colours, 0), 'making the conversion of colours');
    check(colours.link(0, sink, 0), 'making the conversion of colours');
    check(graph.configSync(), 'making the conversion of colours');
    this.#graph = { graph, source, sink, options };
    return this.#graph;
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#output.free();
    this.#graph?.graph.free();
    this.#graph = null;
  }
}

function create(graph: FilterGraph, name: string, options: string): FilterContext {
  const filter = Filter.getByName(name);
  const created = filter && graph.createFilter(filter, name, options);
  if (!created) throw new MediaError('codecUnavailable', `this FFmpeg has no filter ${name}`);
  return created;
}
