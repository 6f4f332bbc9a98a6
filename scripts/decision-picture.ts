/**
 * Draws `docs/images/which-construct.svg`: which construct is whose, at a glance. README shows it beside its table.
 *
 * Run by `npx projen docs:life-cycle`, as the other pictures are.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Words are put where they have room, by hand: there are few of them. */
const WIDTH = 960;
const HEIGHT = 330;
const QUESTION = { width: 224, height: 58 };
const ANSWER = { width: 300, height: 58 };
const ANSWERS_AT = WIDTH - ANSWER.width - 16;

interface Question {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

interface Answer {
  readonly y: number;
  readonly name: string;
  readonly about: string;
  /** What leads here, and from which question. */
  readonly from: number;
  readonly when: string;
  readonly isNone?: boolean;
}

const QUESTIONS: readonly Question[] = [
  { x: 16, y: 136, lines: ['What takes', 'the credential?'] },
  { x: 332, y: 218, lines: ['Should it be replaced', 'by itself?'] },
];

const ANSWERS: readonly Answer[] = [
  { y: 16, name: 'no key at all', about: 'a role, OIDC or Roles Anywhere', from: 0, when: 'code on AWS, or in a CI that federates', isNone: true },
  { y: 98, name: 'SesSmtpCredentials', about: 'username, password, host and port', from: 0, when: 'a mail client, by SMTP' },
  { y: 180, name: 'RotatingAccessKey', about: 'in a secret, replaced with an overlap', from: 1, when: 'yes' },
  { y: 262, name: 'AccessKey', about: 'as in aws_iam; AccessKeySecret stores it', from: 1, when: 'no' },
];

const BETWEEN_QUESTIONS = 'a program that signs requests';

export const DESCRIPTION = 'What takes the credential? Code on AWS, or in a CI that federates: no key at all. A mail client, by SMTP: SesSmtpCredentials. '
  + 'A program that signs requests: should its key be replaced by itself? Yes: RotatingAccessKey. No: AccessKey, and AccessKeySecret stores it.';

const STYLE = `
  text { fill: #1f2328; font: 13px Helvetica, Arial, sans-serif; text-anchor: middle; }
  .background { fill: #ffffff; }
  .name { font-size: 15px; font-weight: bold; }
  .when { text-anchor: start; font-style: italic; }
  .question { fill: #f6f8fa; stroke: #59636e; }
  .answer { fill: #ddf4ff; stroke: #0969da; stroke-width: 2; }
  .none { fill: #ffffff; stroke: #59636e; stroke-dasharray: 5 4; }
  .line { fill: none; stroke: #59636e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .background { fill: #0d1117; }
    .question { fill: #151b23; stroke: #9198a1; }
    .answer { fill: #0c2d6b; stroke: #79c0ff; }
    .none { fill: #0d1117; stroke: #9198a1; }
    .line { stroke: #9198a1; }
  }
`;

export function decisionPicture(): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title description">`,
    '<title id="title">Which construct is yours</title>',
    `<desc id="description">${DESCRIPTION}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="background" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    ...ANSWERS.map(wayTo),
    wayBetweenQuestions(),
    ...QUESTIONS.map(question),
    ...ANSWERS.map(answer),
    '</svg>',
    '',
  ].join('\n');
}

function question({ x, y, lines }: Question): string {
  const middle = x + QUESTION.width / 2;
  const texts = lines.map((line, index) => `<text class="name" x="${middle}" y="${y + 26 + 20 * index}">${line}</text>`).join('');
  return `<rect class="question" x="${x}" y="${y}" width="${QUESTION.width}" height="${QUESTION.height}" rx="29"/>${texts}`;
}

function answer({ y, name, about, isNone }: Answer): string {
  const middle = ANSWERS_AT + ANSWER.width / 2;
  return `<rect class="${isNone ? 'none' : 'answer'}" x="${ANSWERS_AT}" y="${y}" width="${ANSWER.width}" height="${ANSWER.height}" rx="6"/>`
    + `<text class="name" x="${middle}" y="${y + 25}">${name}</text><text x="${middle}" y="${y + 45}">${about}</text>`;
}

/** From the right end of a question up or down, and to the left end of its answer. */
function wayTo({ y, from, when }: Answer): string {
  const { x, y: top } = QUESTIONS[from];
  const start = x + QUESTION.width;
  const bend = start + 20;
  const end = y + ANSWER.height / 2;
  return `<path class="line" d="M${start} ${top + QUESTION.height / 2} H${bend} V${end} H${ANSWERS_AT}"/><text class="when" x="${bend + 12}" y="${end - 7}">${when}</text>`;
}

function wayBetweenQuestions(): string {
  const [first, second] = QUESTIONS;
  const start = first.x + QUESTION.width;
  const end = second.y + QUESTION.height / 2;
  return `<path class="line" d="M${start} ${first.y + QUESTION.height / 2} H${start + 20} V${end} H${second.x}"/>`
    + `<text class="when" x="${first.x + 60}" y="${end + 22}">${BETWEEN_QUESTIONS}</text>`;
}

if (require.main === module) {
  writeFileSync(join(__dirname, '..', 'docs', 'images', 'which-construct.svg'), decisionPicture());
}
