/** Milliseconds that a picture of a film is shown, and the last one. */
const PACE = 180;
const LAST = 1500;

/** A kind of video that the browser can make. */
export interface VideoType {
  readonly mime: string;
  readonly ending: 'mp4' | 'webm';
}

/** What kind of video the browser makes; undefined where it makes none. */
export function videoType(): VideoType | undefined {
  if (typeof MediaRecorder === 'undefined' || !('captureStream' in HTMLCanvasElement.prototype)) return undefined;
  const types: readonly VideoType[] = [
    { mime: 'video/mp4;codecs=avc1.42E01F', ending: 'mp4' },
    { mime: 'video/webm;codecs=vp9', ending: 'webm' },
    { mime: 'video/webm', ending: 'webm' },
  ];
  return types.find(({ mime }) => MediaRecorder.isTypeSupported(mime));
}

/** Plays pictures on a canvas, and records it. It takes as long as the film. */
export async function videoOf(frames: readonly HTMLCanvasElement[], { mime }: VideoType): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const { width, height } = frames[0]!;
  Object.assign(canvas, { width, height });
  const ink = canvas.getContext('2d')!;
  ink.drawImage(frames[0]!, 0, 0);
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: mime, videoBitsPerSecond: 4_000_000 });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise<void>((resolve, reject) => {
    recorder.addEventListener('stop', () => resolve());
    recorder.addEventListener('error', () => reject(new Error('the browser stopped recording')));
  });
  recorder.start();
  for (const [i, frame] of frames.entries()) {
    ink.drawImage(frame, 0, 0, width, height);
    await new Promise((resolve) => setTimeout(resolve, i === frames.length - 1 ? LAST : PACE));
  }
  recorder.stop();
  await ended;
  return new Blob(parts, { type: mime });
}

/** Pictures as a GIF, which repeats. What writes it is loaded now. */
export async function gifOf(frames: readonly HTMLCanvasElement[]): Promise<Blob> {
  const { encode } = await import('modern-gif');
  const { width, height } = frames[0]!;
  return encode({
    width,
    height,
    format: 'blob',
    frames: frames.map((frame, i) => ({ data: frame, delay: i === frames.length - 1 ? LAST : PACE })),
  });
}
