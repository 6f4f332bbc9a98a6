import { withLazyExports } from '../../scripts/lazy-exports';

const COMPILED = `exports.B = exports.A = void 0;
var a_1 = require("./a");
Object.defineProperty(exports, "A", { enumerable: true, get: function () { return a_1.A; } });
Object.defineProperty(exports, "B", { enumerable: true, get: function () { return a_1.B; } });
`;

test('a module is required when a name of it is first read', () => {
  const loaded: string[] = [];
  const exported: any = {};
  const load = (name: string) => {
    loaded.push(name);
    return { A: 'the A', B: 'the B' };
  };

  new Function('exports', 'require', withLazyExports(COMPILED))(exported, load);

  expect(Object.keys(exported)).toEqual(['A', 'B']);
  expect(loaded).toEqual([]);
  expect([exported.A, exported.B]).toEqual(['the A', 'the B']);
  expect(loaded).toContain('./a');
});

test.each(['', 'module.exports = {};', 'var a_1 = require("./a");\n__exportStar(a_1, exports);'])(
  'output of another form is an error, not a package whose names are missing: %p',
  (code) => {
    expect(() => withLazyExports(code)).toThrow('adapt scripts/lazy-exports.ts');
  },
);
