/**
 * Does this viewer follow the live picture, or have they paused or gone back on purpose? Only who follows is hurried
 * along. The playhead alone does not tell: players and browsers move it by themselves when the network is weak, and a
 * late start is nobody's wish. So a position counts only after the viewer asked for it.
 */
export class LiveFollower {
  /** Seconds beyond the target at which a viewer is behind, not merely late. */
  static readonly BEHIND = 3;
  private following = true;
  private asked = false;

  get follows(): boolean {
    return this.following;
  }

  /** A wish of the viewer's is still to be carried out. */
  get asks(): boolean {
    return this.asked;
  }

  /** The viewer pressed *Live*, or playback begins. */
  follow(): void {
    this.following = true;
    this.asked = false;
  }

  /** Playback begins elsewhere, because a link said so. */
  leave(): void {
    this.following = false;
    this.asked = false;
  }

  /** The viewer paused or moved the playhead: where playback goes on from says what they want. */
  ask(): void {
    this.asked = true;
  }

  /** Playback goes on from here, `late` seconds beyond the target. Without an `ask` before it nothing changes. */
  settle(late: number): void {
    if (!this.asked) return;
    this.asked = false;
    this.following = late < LiveFollower.BEHIND;
  }
}
