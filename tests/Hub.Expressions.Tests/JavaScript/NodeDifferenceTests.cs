using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>The same expressions in Node and here, results compared as JSON and errors by their name.</summary>
public sealed class NodeDifferenceTests(ITestOutputHelper output)
{
    private const string NodeProgram = """
        const vm = require('vm');
        let text = '';
        process.stdin.setEncoding('utf8').on('data', d => text += d).on('end', () => {
          const answers = JSON.parse(text).map(source => {
            try { const json = JSON.stringify(vm.runInNewContext('"use strict";' + source)); return json === undefined ? 'undefined' : json.replace(/(?<!\\)\\ud[89a-f][0-9a-f]{2}/g, '\ufffd'); }
            catch (e) { return 'throws ' + e.name; }
          });
          process.stdout.write(JSON.stringify(answers));
        });
        """;

    private static readonly string[] Operands =
        ["0", "-0", "1", "-1.5", "NaN", "Infinity", "2**31", "1e21", "'a'", "''", "'12'", "' 0x1f '", "null", "undefined", "true", "[]", "[3]", "({})", "({ valueOf: () => 7 })"];

    private static readonly string[] Operators = ["+", "-", "*", "/", "%", "**", "==", "===", "<", ">=", "&", "|", "^", "<<", ">>", ">>>", "&&", "||", "??"];

    private static readonly string[] Numbers =
        ["0.1+0.2", "1e21", "1e-7", "123456789012345680000", "5e-324", "1.7976931348623157e308", "-1e-7", "100", "0.000001", "1/3", "4.35", "1.005", "2.5", "-2.5", "1e100", "255", "0.5", "123.456"];

    private static readonly string[] NumberCalls =
        ["String(x)", "x.toFixed(2)", "x.toFixed(0)", "x.toPrecision(3)", "x.toExponential(4)", "x.toExponential()", "x.toString(2)", "x.toString(36)", "Math.round(x)", "Math.trunc(x)", "Math.sign(x)", "Math.fround(x)", "parseInt(x)", "parseFloat(x)", "x | 0", "Math.floor(-x)"];

    private static readonly string[] Texts = ["''", "'abc'", "'Élodie œuvre'", "' a,b ,c '", "'2024-02-30T10:00'", "'😀x😀'", "'aXbXc'", "'12px'", "'a\\nb'", "'$1$&'"];

    private static readonly string[] TextCalls =
        ["s.length", "[...s]", "s.split('')", "s.split(',')", "s.split(/([Xb])/)", "s.toUpperCase()", "s.slice(-3, -1)", "s.substr(-2, 1)", "s.substring(3, 1)", "s.padStart(8, 'xy')", "s.trim()", "s.at(-1)",
         "s.codePointAt(0)", "s.replace(/(.)/g, '[$1]')", "s.replace('b', '$&$&')", "s.replaceAll('', '-')", "s.match(/\\w+/g)", "s.search(/[^a-z]/)", "s.lastIndexOf('b')", "encodeURIComponent(s)", "JSON.stringify(s)",
         "s.normalize('NFD').length", "Number(s)", "parseInt(s)", "s.replace(/\\s+|$/g, '_')", "[...s.matchAll(/(?<c>[a-c])(x)?/gi)].map(m => [m.index, m.groups.c, m[2]])", "s < 'b'", "/^.$/u.test(s)", "s.concat(1, null)", "s.repeat(2)"];

    private static readonly string[] Others =
    [
        // Comparers that contradict themselves: what the 200,000 generated programs found.
        "['Infinity', \"it's\", 0, 1, 2, 4, 0].sort((x, y) => (x || 0) - (y || 0))", "[12, -6, [0, 3], undefined, 69, 12, -6, [0, 3], null].sort((x, y) => (x || 0) - (y || 0))", "[4, 3, 1, null, -1, { k: 49 }, 7].sort((x, y) => (y || 0) - (x || 0))",
        "[3, 1, 2, 5, 4].sort(() => 1)", "[3, 1, 2, 5, 4].sort(() => -1)", "const r = []; [3, 1, 2, 5, 4].sort((x, y) => { r.push([x, y]); return x - y }); r",
        "[10, 9, 1].sort()", "[3, undefined, 1, , 2].sort((a, b) => b - a)", "[1, [2, [3, [4]]]].flat(2)", "[,1].map(x => 2)", "Object.keys([,1])", "[1, 2, 3, 4].splice(1, 2)", "Array.from({ length: 3 }, (_, i) => i * 2)",
        "[1, 2, 3].reduceRight((a, b) => a + '-' + b)", "[NaN].includes(NaN)", "[NaN].indexOf(NaN)", "[..., 1]", "new Array(3)", "Array.of(7)", "[1, 2, 3].fill(0, 1)", "[1, 2, 3, 4, 5].copyWithin(0, 3)", "[3, 1, 2].toString()", "String([1, [2, null], undefined])",
        "Object.entries({ b: 1, a: 2, 1: 3 })", "Object.fromEntries(new Map([['a', 1]]))", "Object.assign({}, 'ab', null, [9])", "JSON.stringify({ a: [1, { b: undefined }], c: () => 1, d: Symbol() })", "JSON.stringify([NaN, -0, new Date(NaN)])",
        "JSON.stringify({ a: 1, b: [1, 2] }, null, 2)", "JSON.stringify({ a: 1, b: 2 }, ['b'])", "JSON.stringify('\\u2028\\ud800')", "JSON.parse('[1,{\"a\":2}]', (k, v) => typeof v === 'number' ? v + 1 : v)", "JSON.parse('{a:1}')", "JSON.parse('')", "JSON.parse('01')",
        "new Date(2024, 0, 31, 12).toISOString()", "new Date(2024, 2, 31, 2, 30).toISOString()", "new Date(2024, 9, 27, 2, 30).toISOString()", "new Date('2024-07-14').getHours()", "new Date('2024-07-14T10:00').toISOString()", "new Date(1900, 0, 1).getTime()",
        "new Date('2024-02-29T00:00:00.123+02:00').getTime()", "new Date(NaN).toString()", "new Date(0).toString()", "new Date(1e12).toUTCString()", "new Date(8.64e15 + 1).getTime()", "new Date(2024, 0, 1).setMonth(13)", "new Date('nonsense').getTime()", "Date.UTC(99, 1)", "new Date(-1).toISOString()",
        "new Date(NaN).toISOString()", "typeof (new Date() - 1)", "new Date(2020, 1, 30).toDateString()", "const d = new Date(0); d.setHours(25, 61); d.toISOString()", "new Date(-62198755200001).toISOString()",
        "const m = new Map([[NaN, 1], [0, 2]]); [m.get(NaN), m.get(-0), m.size, [...m.keys()]]", "[...new Set([1, '1', 1, NaN, NaN])]", "let r = []; for (const [k, v] of new Map([['a', 1]])) r.push(k, v); r", "const s = new Set([1, 2]); const r = []; for (const x of s) { r.push(x); if (x < 5) s.add(x + 2) } r",
        "/(a)|(b)/.exec('b')", "/(?<y>\\d{4})-(?<m>\\d\\d)/.exec('2024-05').groups.m", "'aBc'.replace(/b/i, x => x + x)", "const r = /a/g; [r.test('aa'), r.lastIndex, r.test('aa'), r.test('aa')]", "const r = /a/y; [r.test('ba'), r.lastIndex = 1, r.test('ba')]", "/\\bé/.test('é')", "/^b/m.test('a\\nb')", "/a.c/s.test('a\\nc')",
        "'a1b22'.split(/\\d+/)", "'abc'.split(/(?:)/)", "/[\\d-x]+/.exec('1-x')[0]", "/(?=b)b(?<!a)/.test('cb')", "/(?:)/.source", "String(new RegExp('/', 'g'))", "/\\p{Lu}/u.test('É')", "/(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac').length", "/\\u{1F600}/u.test('😀')", "new RegExp('[')",
        "(function () { return typeof this })()", "(() => { try { return 1 } finally { return 2 } })()", "let s = ''; a: for (const x of [1, 2, 3]) { for (const y of [1, 2]) { if (y == 2) continue a; s += x + '' + y } } s", "[..'ab']", "var { a = 3, ...b } = { c: 4, d: 5 }; [a, b]",
        "class A { static s = 1; x = 2; get y() { return this.x } } [A.s, new A().x, new A().y, A.name, typeof A]", "class E extends Error { constructor(m) { super(m); this.name = 'E' } } String(new E('x'))", "class L extends Array { sum() { return this.reduce((a, b) => a + b, 0) } } L.from([1, 2]).map(x => x * 2).sum()",
        "function* g() { const x = yield 1; yield* [x, 3]; return 4 } const i = g(); [i.next(), i.next(2), i.next(), i.next(), i.next()]", "const o = { *[Symbol.iterator]() { yield* 'ab' } }; [...o, ...o]", "const [a, , b = 3, ...c] = 'xyzzy'; [a, b, c]",
        "x; let x = 1", "const c = 1; c = 2", "null.a", "undefined()", "({}).a.b", "missing", "new (() => 1)", "[].reduce((a, b) => a)", "'x'.repeat(-1)", "(1).toFixed(101)", "Symbol() + ''", "new Array(-1)", "decodeURIComponent('%')", "({ a: 1 }) instanceof Object", "1 in 'a'",
        "let o = { a: { b: 1 } }; [o?.a?.b, o.x?.y.z, o.a?.['b'], o.f?.()]", "let a; a ??= 4; a ||= 5; a &&= 6; a", "var f = function () {}; [f.name, (() => {}).name, f.length, ((a, b = 1, c) => 1).length]", "[typeof null, typeof undefined, typeof (() => 1), typeof Symbol.iterator]",
        "Object.getOwnPropertyNames(class { static m() {} })", "Object.freeze([1]).push(1)", "const o = Object.freeze({ a: 1 }); o.a = 2", "delete Object.freeze({ a: 1 }).a", "Object.getOwnPropertyDescriptor({ get a() { return 1 } }, 'a').set", "JSON.stringify(Object.getOwnPropertyDescriptors({ a: 1 }))",
        "[1, 2, 3].at(-1) + [1, 2, 3].findLast(x => x < 3)", "[['b', 2], ['a', 1]].sort().join()", "['é', 'e', 'z', 'a'].sort()", "[5, 25, 100].sort()", "'b' in { b: 1 }", "`a${[1, 2]}b${{}}`", "String.raw`\\n${1}`", "((...a) => a.length)(...[1, 2], 3)", "eval.name", "isNaN('x') && isFinite('1')",
        "[0.1 * 3, 9007199254740993, 1e300 * 1e10, -1e-320]", "Math.max() + Math.min(1, '0', null)", "Math.hypot(3, 4) + Math.cbrt(27) + Math.log2(8)", "Math.round(-0.5) === 0 && 1 / Math.round(-0.5)", "[Math.round(2.5), Math.round(-2.5), Math.round(0.49999999999999994)]", "Number('1_000')", "Number('0b101') + Number('') + Number('1e3')", "parseInt('0x1f') + parseInt('101', 2)", "(25).toString(36) + (0.5).toString(2) + (-255).toString(16)",
    ];

    /// <summary>Where the standard leaves the last digits to the engine: the difference "digits" of the README.</summary>
    private static readonly HashSet<string> Documented =
    [
        // the last digit of a fractional power
        OperatorsOn("2**31", "-1.5"), OperatorsOn("' 0x1f '", "' 0x1f '"),

        // digits beyond the precision of the number: exact here, zeros there
        "const x = 1e21; String(x.toString(36))", "const x = 123456789012345680000; String(x.toString(36))",
        "const x = 1.7976931348623157e308; String(x.toString(36))", "const x = 1e100; String(x.toString(36))",
    ];

    [FactIfNode]
    public async Task Evaluate_ManyExpressions_GivesWhatNodeGives()
    {
        var sources = Sources().ToArray();
        var theirs = await AskNodeAsync(sources);

        var differences = new List<string>();
        for (var i = 0; i < sources.Length; i++)
        {
            var ours = Evaluate(sources[i]);
            if (!Documented.Contains(sources[i]) && !Same(ours, theirs[i]))
            {
                differences.Add($"{sources[i]}\n   node: {theirs[i]}\n   here: {ours}");
            }
        }

        output.WriteLine($"{sources.Length} expressions compared.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {sources.Length} differ:\n{string.Join('\n', differences.Take(60))}");
    }

    private static string OperatorsOn(string left, string right) => $"[{string.Join(", ", Operators.Select(op => $"String(({left}) {op} ({right}))"))}]";

    private static IEnumerable<string> Sources()
    {
        foreach (var left in Operands)
        {
            foreach (var right in Operands)
            {
                yield return OperatorsOn(left, right);
            }
        }

        foreach (var number in Numbers)
        {
            foreach (var call in NumberCalls)
            {
                yield return $"const x = {number}; String({call})";
            }
        }

        foreach (var text in Texts)
        {
            foreach (var call in TextCalls)
            {
                yield return $"const s = {text}; {call}";
            }
        }

        foreach (var other in Others)
        {
            yield return other;
        }
    }

    private static string Evaluate(string source)
    {
        try
        {
            return Js.Run(source);
        }
        catch (ExpressionException error)
        {
            return error.Kind == ExpressionErrorKind.Runtime ? "throws " + error.Detail.Split(':')[0] : "throws SyntaxError";
        }
    }

    private static bool Same(string ours, string theirs)
    {
        if (ours == theirs)
        {
            return true;
        }

        return !ours.StartsWith("throws", StringComparison.Ordinal) && !theirs.StartsWith("throws", StringComparison.Ordinal) && ours != "undefined" && theirs != "undefined"
            && JsonElement.DeepEquals(JsonElement.Parse(ours), JsonElement.Parse(theirs));
    }

    private static async Task<string[]> AskNodeAsync(string[] sources)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(NodeProgram);
        start.Environment["TZ"] = "Europe/Paris";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(sources)).WaitAsync(TimeSpan.FromMinutes(2));
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return JsonSerializer.Deserialize<string[]>(answer) ?? throw new InvalidOperationException("node answered null");
    }
}
