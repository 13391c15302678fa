/**
 * Does this viewer follow the live picture, or have they paused or gone back on purpose? Only who follows is hurried
 * along. Pure but for its one bit.
 */
export class LiveFollower {
  /** Seconds beyond the target at which a viewer is behind, not merely late. */
  static readonly BEHIND = 3;
  private following = true;

  get follows(): boolean {
    return this.following;
  }

  /** The viewer pressed *Live*, or playback begins. */
  follow(): void {
    this.following = true;
  }

  /** The viewer moved the playhead, or played on after a pause: where they are tells what they want. */
  settle(latency: number, target: number): void {
    this.following = latency - target < LiveFollower.BEHIND;
  }
}
