import { expect, test } from 'vitest';
import { LexiconFile } from '#core/lexicon.ts';
import { observationValues } from '#core/observation.ts';
import { postClues } from '#pipeline/accounts/post-clues.ts';
import { bookOf } from '#probes/page/clues/book.ts';
import { post, posts, seen, unseen } from '../../indicators/build.ts';

const list = LexiconFile.parse({
  id: 'own',
  title: '自用词表',
  kind: 'expression',
  source: '测试',
  date: '2026-11-01',
  why: '请核对',
  confidence: 'high',
  pairs: { 脱贫攻艰: '脱贫攻坚' },
});
const book = bookOf([list]);
const written = (title: string, excerpt?: string) => ({
  ...post('a', '2026-11-20'),
  title,
  ...(excerpt === undefined ? {} : { excerpt }),
});

test('titles and beginnings are looked at, each word once a post, beside the posts and with their evidence', () => {
  const found = seen(
    'account.posts',
    posts([
      written('脱贫攻艰工作推进会', '脱贫攻艰工作会召开'),
      written('平常的标题', '巩固脱贫攻艰成果'),
      written('平常的标题'),
    ]),
  );
  const [clues, ...more] = postClues([found], book);
  expect(more).toEqual([]);
  expect(clues).toMatchObject({
    kind: 'account.clues',
    subjectId: found.subjectId,
    target: found.target,
    slot: found.slot,
    evidence: found.evidence,
    value: {
      posts: 3,
      found: 2,
      lists: ['own@2026-11-01'],
      clues: [
        { kind: 'expression', text: '脱贫攻艰', confidence: 'high', post: { title: '脱贫攻艰工作推进会' } },
        { post: { title: '平常的标题' } },
      ],
    },
  });
  if (clues?.status === 'observed' && clues.kind === 'account.clues')
    expect(observationValues['account.clues'].parse(clues.value)).toEqual(clues.value);
});

test('nothing found, nothing seen: nothing is written', () => {
  expect(postClues([seen('account.posts', posts([written('巩固脱贫攻坚成果')]))], book)).toEqual([]);
  expect(postClues([unseen('account.posts', 'shilifabu')], book)).toEqual([]);
  expect(postClues([seen('account.posts', posts([written('脱贫攻艰')]))], bookOf([]))).toEqual([]);
});

test('numbers of persons in a title are masked', () => {
  const [clues] = postClues([seen('account.posts', posts([written('脱贫攻艰 11010519491231002X')]))], book);
  expect(JSON.stringify(clues?.status === 'observed' ? clues.value : '')).not.toContain('11010519491231');
});
