import { plainText } from './fact-text.js';
import { compareFindings, verdictOf, type Diagnosis, type Finding } from './finding.js';

const MOST_FINDINGS = 15;
const MOST_OBJECTS = 5;
const LONGEST_FACT = 500;

/** The answer: findings of one kind put together, the worst first, no more than a model reads. */
export function shapeDiagnosis({
  subject,
  cluster,
  facts,
  findings,
  notChecked,
  complete,
}: {
  readonly subject: string;
  /** Named in every suggested read. */
  readonly cluster: string;
  readonly facts: readonly string[];
  readonly findings: readonly Finding[];
  readonly notChecked: readonly string[];
  /** Whether what decides about health could be read. */
  readonly complete: boolean;
}): Diagnosis {
  const grouped = groupFindings(findings).sort(compareFindings);
  const shown = grouped.slice(0, MOST_FINDINGS).map((finding) => ({
    ...finding,
    // Reasons and types are free texts of whoever wrote them: none may look like a line of ours.
    code: plainText(finding.code, 100),
    title: plainText(finding.title),
    objects: finding.objects.map((object) => plainText(object)),
    facts: finding.facts.map((fact) => plainText(fact, LONGEST_FACT)),
    next: finding.next.map(({ operation, input }) => ({ operation, input: { cluster, ...input } })),
  }));
  return {
    subject,
    verdict: verdictOf(findings, complete),
    facts: facts.map((fact) => plainText(fact, LONGEST_FACT)),
    findings: shown,
    findings_left_out: grouped.length - shown.length,
    not_checked: [...new Set(notChecked.map((what) => plainText(what, LONGEST_FACT)))],
  };
}

/** What is the same of several objects (the pods of a Deployment, say) is one finding, told by its first. */
export function groupFindings(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code} ${finding.title}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, finding);
    else
      groups.set(key, {
        ...known,
        ...(known.log === undefined && finding.log !== undefined ? { log: finding.log, facts: finding.facts, next: finding.next } : {}),
        count: known.count + finding.count,
        objects: [...known.objects, ...finding.objects].slice(0, MOST_OBJECTS),
      });
  }
  return [...groups.values()];
}
