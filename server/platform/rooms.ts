/** The rooms of the socket namespaces, by what they get. */
export const rooms = {
  /** /control: every control page of a broadcast. */
  control: (broadcastId: string) => `control:${broadcastId}`,
  /** /control: those of them that get the questions, all or what is public of them. */
  questions: (broadcastId: string, sight: 'all' | 'public') => `questions:${sight}:${broadcastId}`,
  /** /duplex: the contributor's page. */
  contributor: (contributorId: string) => `contributor:${contributorId}`,
};
