import type { FastifyReply } from 'fastify';

/** Lets other sites show this one answer in a frame. Everything else stands in our own pages' frames only. */
export function allowFraming(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'));
  if (!policy.includes('frame-ancestors')) throw new Error(`no frame-ancestors in the policy: ${policy}`);
  void reply.header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *'));
  // Older than frame-ancestors, and has no word for everybody.
  void reply.removeHeader('x-frame-options');
  // Sites that isolate themselves (COEP) ask for it.
  void reply.header('cross-origin-resource-policy', 'cross-origin');
}
