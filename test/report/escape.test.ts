import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asMarkdownBlock,
  asMarkdownCode,
  asUrlSegment,
  forHtml,
  forMarkdown,
  forTerminal,
  visible,
} from '../../src/report/escape.ts';
import { hostileText } from './hostile-text.ts';
import { blocksOf, decode, render, tablesOf, tagsOf, textOutsideCode } from './parsed-markdown.ts';

/** What GitHub turns into a mention, a reference or a link outside of code. */
const LIVE = /@\w|#\d|\bgh-\d|:\/\/|\bwww\./i;
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

const itemTags = (text: string): string[] =>
  tagsOf(render(`- ${forMarkdown(text)}`)).filter((tag) => !/^\/?code$/.test(tag));

describe('visible', () => {
  test('spells out what cannot be seen', () => {
    expect(visible('a\x1b[31mb\u202ec\u200bd\ud800')).toBe('a\\x1b[31mb\\u{202e}c\\u{200b}d\\u{d800}');
  });

  test('puts a line break and a tab as one space', () => {
    expect(visible('a\r\n\tb')).toBe('a b');
  });

  test('keeps other scripts as they are', () => {
    expect(visible('Größe 数 שלום')).toBe('Größe 数 שלום');
  });

  test('cuts marks that pile up on one letter', () => {
    expect([...visible(`a${'\u0301'.repeat(50)}b`)]).toHaveLength(5);
  });

  test('cuts a long text and says so with an ellipsis', () => {
    expect(visible('abcdef', 4)).toBe('abc…');
    expect(visible('abcd', 4)).toBe('abcd');
  });

  test('never answers more characters than asked for, nor an invisible one', () => {
    fc.assert(
      fc.property(hostileText(), fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
        const shown = visible(text, maxLength);
        expect([...shown].length).toBeLessThanOrEqual(maxLength);
        expect(shown).not.toMatch(INVISIBLE);
      }),
    );
  });
});

describe('Markdown', () => {
  test('a name without syntax stays readable in the source', () => {
    expect(asMarkdownCode('ActiveSupport::Notifications::Event')).toBe(
      '`ActiveSupport::Notifications::Event`',
    );
    expect(forMarkdown('worker 1 answered 3 of 1,500 requests.')).toBe(
      'worker 1 answered 3 of 1,500 requests.',
    );
  });

  test('running text shows what stands between backticks as code', () => {
    expect(render(forMarkdown('raise `warmup` above 3'))).toBe('<p>raise <code>warmup</code> above 3</p>\n');
  });

  test('no text is anything but text and code', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const tags = tagsOf(render(`x ${forMarkdown(text)} ${asMarkdownCode(text)}`));
        expect(tags.filter((tag) => !['p', '/p', 'code', '/code'].includes(tag))).toEqual([]);
      }),
    );
  });

  test('no text at the start of a list item begins another block', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        expect(itemTags(text)).toEqual(['ul', 'li', '/li', '/ul']);
      }),
    );
  });

  test.each(['- x', '+ x', '* x', '1. x', '1) x', '# x', '> x', '    x', '```', '~~~', '---'])(
    'a list item that begins with "%s" is one item',
    (text) => {
      expect(itemTags(text)).toEqual(['ul', 'li', '/li', '/ul']);
    },
  );

  test('no text ends a table cell or a row', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const markdown = `| a | b |\n| - | - |\n| ${forMarkdown(text)} | ${asMarkdownCode(text)} |\n| last | row |`;
        expect(blocksOf(markdown)).toHaveLength(1);
        const [table] = tablesOf(markdown);
        expect(table?.rows.map((row) => row.length)).toEqual([2, 2]);
        expect(table?.rows[1]).toEqual(['last', 'row']);
        // Parsers differ in what a backslash before a pipe means, so no pipe is left at all.
        expect(forMarkdown(text) + asMarkdownCode(text)).not.toContain('|');
      }),
    );
  });

  test('no mention, reference or link survives outside of code', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        expect(textOutsideCode(render(forMarkdown(text)))).not.toMatch(LIVE);
      }),
    );
  });

  test('code shows the whole text', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const [, shown] = /<code>(.*)<\/code>/s.exec(render(asMarkdownCode(text))) ?? [];
        expect(
          decode(shown ?? '')
            .replaceAll('\u200b', '')
            .trim(),
        ).toBe(visible(text).trim());
      }),
    );
  });

  test('a block shows every line and none ends it', () => {
    fc.assert(
      fc.property(fc.array(hostileText(), { minLength: 1, maxLength: 4 }), (texts) => {
        const lines = texts.map((text) => (text.trim() === '' ? 'x' : text));
        const [block, ...others] = blocksOf(asMarkdownBlock(lines).join('\n'));
        expect(others).toEqual([]);
        expect(block).toMatchObject({
          type: 'code',
          text: lines.map((line) => visible(line).trimEnd()).join('\n'),
        });
      }),
    );
  });

  test('a fence is longer than any run of backticks in its block', () => {
    const lines = ['```', '`````', 'x'];
    expect(blocksOf(asMarkdownBlock(lines).join('\n'))).toMatchObject([
      { type: 'code', text: lines.join('\n') },
    ]);
  });

  test('a segment of an address holds nothing that Markdown or a URL gives a meaning to', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        expect(asUrlSegment(text)).toMatch(/^[\w%.-]*$/);
      }),
    );
  });
});

test('HTML keeps no character that could end an element or an attribute', () => {
  fc.assert(
    fc.property(hostileText(), (text) => {
      expect(forHtml(text)).not.toMatch(/[<>"']|&(?!#\d+;)/);
      expect(decode(forHtml(text))).toBe(visible(text));
    }),
  );
});

describe('the terminal and the log', () => {
  test('a workflow command is shown and not obeyed', () => {
    expect(forTerminal('::set-output name=a::b')).toBe(':\\x3aset-output name=a::b');
    expect(forTerminal('x ##[command]y')).toBe('x #\\x23[command]y');
  });

  test('a class name keeps its colons', () => {
    expect(forTerminal('A::B::C')).toBe('A::B::C');
  });

  test('no line that is made of the text, wherever it is broken, is a command or moves the cursor', () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const shown = forTerminal(text);
        expect(shown).not.toMatch(/\p{Cc}|##\[/u);
        expect(shown.split(/\s/).filter((word) => word.startsWith('::'))).toEqual([]);
      }),
    );
  });
});
