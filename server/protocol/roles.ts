/** Who a session acts as. A role may be scoped to one show; `admin` never is. */
export const roles = ['admin', 'host', 'moderator', 'agent', 'staff', 'viewer'] as const;
export type Role = (typeof roles)[number];
