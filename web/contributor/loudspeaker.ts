/** Where sound comes out. Only some browsers let a page choose; the others use the system's own. */

export function canChooseLoudspeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** Two soft notes on the chosen loudspeaker. @param deviceId null: the system's default */
export async function playChime(deviceId: string | null): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  try {
    await toLoudspeaker(element, deviceId);
    for (const [index, frequency] of [523.25, 783.99].entries()) {
      const start = context.currentTime + 0.1 + index * 0.28;
      const gain = context.createGain();
      gain.gain.setValueAtTime(0.0001, start);
      gain.gain.exponentialRampToValueAtTime(0.25, start + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.7);
      const note = context.createOscillator();
      note.frequency.value = frequency;
      note.connect(gain).connect(out);
      note.start(start);
      note.stop(start + 0.75);
      if (index === 1) note.addEventListener('ended', () => void context.close());
    }
    await element.play();
  } catch {
    // The device is gone or the browser wants silence: the person hears nothing, and that is what the test is for.
    await context.close();
  }
}

/** Sends an element's sound to a device; to the system's default when it is gone. */
export async function toLoudspeaker(element: HTMLMediaElement, deviceId: string | null): Promise<void> {
  if (!canChooseLoudspeaker()) return;
  try {
    await element.setSinkId(deviceId ?? '');
  } catch {
    await element.setSinkId('');
  }
}
