import { z } from 'zod';
import { deferred } from '../../platform/deferred.js';

/** One read that would tell more. */
const nextStep = deferred(() =>
  z.object({ operation: z.string(), input: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
);

export type NextStep = z.output<typeof nextStep>;

export const findingOutput = deferred(() =>
  z.object({
    severity: z.enum(['critical', 'warning', 'info']),
    code: z.string().describe('Stable name of what was found: CrashLoopBackOff'),
    title: z.string(),
    count: z.int().describe('How many objects it is true of'),
    objects: z.array(z.string()).describe('Some of them'),
    facts: z.array(z.string()).describe('As the cluster tells them'),
    log: z.string().optional().describe('Last lines of the run that ended'),
    meaning: z.string(),
    next: z.array(nextStep),
  }),
);

/** One thing that is not as it should be: what the cluster says, then what that means. */
export type Finding = z.output<typeof findingOutput>;

/** What a rule says; whom it is about is added by {@link findingAbout}. */
export type FindingText = Omit<Finding, 'count' | 'objects' | 'next'> & { readonly next?: readonly NextStep[] };

/** A finding about one object, `shop/web-1` or a name. */
export function findingAbout(object: string, { next = [], ...text }: FindingText): Finding {
  return { ...text, count: 1, objects: [object], next: [...next] };
}

export const diagnosisOutput = deferred(() =>
  z.object({
    subject: z.string(),
    verdict: z.enum(['healthy', 'warning', 'failing', 'unknown']),
    facts: z.array(z.string()),
    findings: z.array(findingOutput).describe('Worst first'),
    findings_left_out: z.int().describe('Less grave ones that one answer does not carry'),
    not_checked: z.array(z.string()).describe('What could not be looked at, and why'),
  }),
);

export type Diagnosis = z.output<typeof diagnosisOutput>;

const WEIGHT = { critical: 0, warning: 1, info: 2 } as const;

/** Worst first, then what concerns most objects. */
export function compareFindings(left: Finding, right: Finding): number {
  return WEIGHT[left.severity] - WEIGHT[right.severity] || right.count - left.count;
}

/** `unknown` where nothing was found because what matters could not be read. */
export function verdictOf(findings: readonly Finding[], complete: boolean): Diagnosis['verdict'] {
  if (findings.some(({ severity }) => severity === 'critical')) return 'failing';
  if (findings.some(({ severity }) => severity === 'warning')) return 'warning';
  return complete ? 'healthy' : 'unknown';
}
