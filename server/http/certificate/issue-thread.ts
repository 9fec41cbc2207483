import { parentPort, workerData } from 'node:worker_threads';
import { issueAuthority, issueLeaf } from './issue.ts';
import type { IssueOrder } from './issue-apart.ts';

// Sent by issue-apart.ts and by nobody else.
const order = workerData as IssueOrder;
const authority = order.authority ?? (await issueAuthority(order.commonName, order.constraints, order.nowMs));
parentPort?.postMessage({ authority, leaf: await issueLeaf(authority, order.names, order.nowMs) });
