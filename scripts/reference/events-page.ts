import { eventDeclarations, type EventDeclaration } from './event-declarations.js';
import { code, markdownTable } from './markdown.js';

/** docs/reference/events.md */
export function eventsPage(): string {
  const events = eventDeclarations();
  const list = events.map(({ name, when }) => [`[${code(name)}](#${name})`, firstSentence(when)]);
  return `# Events

\`fleet.on(name, listener)\`, \`once\` and \`off\`; \`ClusterManager\` emits those about clusters, sources and sessions. Names and payloads are
typed. One object per event: plain data, no secrets, times in ISO 8601.
A listener that throws stops neither the other listeners nor the fleet. The watches of a fleet do not keep a process alive.

\`\`\`ts
fleet.on('cluster-unreachable', ({ cluster, reason, message }) => console.error(\`\${cluster}: \${reason}: \${message}\`));
\`\`\`

A program to run: [examples/events.ts](../../examples/events.ts).

${markdownTable(['event', 'when'], list)}

${events.map(eventSection).join('\n')}`;
}

function eventSection({ name, when, members, example }: EventDeclaration): string {
  const rows = members.map((member) => [code(member.name), code(member.type), member.meaning]);
  return `## ${name}

${when}

${markdownTable(['member', 'type', 'meaning'], rows)}

\`\`\`js
${example}
\`\`\`
`;
}

function firstSentence(text: string): string {
  return /^.*?[.;:](?= |$)/.exec(text)?.[0].replace(/[;:]$/, '.') ?? text;
}
