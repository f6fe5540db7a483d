namespace Hub.Expressions.Tests.JavaScript;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("'a' + 1 + 2", "\"a12\"")]
    [InlineData("1 + 2 + 'a'", "\"3a\"")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("7 >>> 1 | 8 & 12", "11")]
    [InlineData("null ?? 'x'", "\"x\"")]
    [InlineData("0 || null && 1", "null")]
    [InlineData("'b' > 'a' && '10' < '9'", "true")]
    [InlineData("null == undefined && null !== undefined", "true")]
    [InlineData("[1] == 1 && '1' == 1 && NaN != NaN", "true")]
    [InlineData("typeof missing + typeof null + typeof (() => 1)", "\"undefinedobjectfunction\"")]
    [InlineData("1_000_000 + 0xff + 0b11 + 0o17", "1000273")]
    [InlineData("void 0", "undefined")]
    [InlineData("(1, 2, 3)", "3")]
    [InlineData("'abc'[1] + 'abc'.length", "\"b3\"")]
    public void Evaluate_Operators_GiveTheStandardsValue(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("let a = 1; a", "1")]
    [InlineData("5; if (true) {}", "undefined")]
    [InlineData("1; if (true) { 2 }", "2")]
    [InlineData("var r; for (const x of [1, 2, 3]) { r = x; x * 2 }", "6")]
    [InlineData("return 4; 5", "4")]
    [InlineData("if (true) return 'early'; 'late'", "\"early\"")]
    [InlineData("try { 1 } finally { 2 }", "1")]
    [InlineData("", "undefined")]
    [InlineData("({ a: 1 })", "{\"a\":1}")]
    [InlineData("() => 1", "undefined")]
    [InlineData("[undefined, () => 1, NaN]", "[null,null,null]")]
    [InlineData("({ a: undefined, b: null, d: new Date(0) })", "{\"b\":null,\"d\":\"1970-01-01T00:00:00.000Z\"}")]
    public void Evaluate_Script_GivesTheValueOfItsLastExpression(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("const { a, b: [c, , d = 9], ...rest } = { a: 1, b: [2, 3], e: 5, f: 6 }; [a, c, d, rest]", "[1,2,9,{\"e\":5,\"f\":6}]")]
    [InlineData("let x = 1, y = 2; [x, y] = [y, x]; [x, y]", "[2,1]")]
    [InlineData("(({ a = 1, b } = {}) => [a, b])({ b: 3 })", "[1,3]")]
    [InlineData("const o = {}; [o.p, o['q']] = [1, 2]; o", "{\"p\":1,\"q\":2}")]
    [InlineData("((a, ...b) => [a, b, [...b, a]])(1, 2, 3)", "[1,[2,3],[2,3,1]]")]
    [InlineData("Math.max(...[1, 5], ...new Set([7]))", "7")]
    [InlineData("({ ...{ a: 1, b: 2 }, b: 3, ...null })", "{\"a\":1,\"b\":3}")]
    [InlineData("({ b: 1, 2: 'x', a: 1, 1: 'y' })", "{\"1\":\"y\",\"2\":\"x\",\"b\":1,\"a\":1}")]
    public void Evaluate_DestructuringAndSpread_TakesApartAndJoins(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); fs.map(f => f())", "[0,1,2]")]
    [InlineData("const fs = []; for (var i = 0; i < 3; i++) fs.push(() => i); fs.map(f => f())", "[3,3,3]")]
    [InlineData("const counter = () => { let n = 0; return () => ++n; }; const c = counter(); c(); c()", "2")]
    [InlineData("const fact = function f(n) { return n < 2 ? 1 : n * f(n - 1) }; fact(10)", "3628800")]
    [InlineData("hoisted(); function hoisted() { return 1 }", "1")]
    [InlineData("const o = { n: 2, get double() { return this.n * 2 }, set double(v) { this.n = v / 2 } }; o.double = 10; [o.n, o.double]", "[5,10]")]
    [InlineData("let a = null; a ??= 5; a &&= a + 1; a ||= 9; a", "6")]
    [InlineData("const o = null; [o?.a.b.c, o?.[1], o?.(), (() => 7)?.()]", "[null,null,null,7]")]
    [InlineData("outer: for (let i = 0; i < 3; i++) { for (;;) { if (i == 1) break outer; continue outer } } 'done'", "\"done\"")]
    [InlineData("let s = ''; switch (2) { case 1: s += 1; case 2: s += 2; case 3: s += 3; break; default: s += 'd' } s", "\"23\"")]
    [InlineData("(function () { try { throw new TypeError('no') } catch ({ name, message }) { return name + message } finally { } })()", "\"TypeErrorno\"")]
    [InlineData("(() => { for (const x of [1]) { try { return 'try' } finally { return 'finally' } } })()", "\"finally\"")]
    [InlineData("const tag = (s, ...v) => s.raw.join('|') + v.join(); tag`a${1}\\n${2}c`", "\"a|\\\\n|c1,2\"")]
    [InlineData("let r = []; for (const k in { b: 1, a: 2, 1: 3 }) r.push(k); r", "[\"1\",\"b\",\"a\"]")]
    [InlineData("class A { #x }", "NotSupported")]
    [InlineData("class A { static make() { return new this(2) } constructor(v) { this.v = v } } class B extends A { w = 3; sum() { return super.constructor === A && this.v + this.w } } B.make().sum()", "5")]
    [InlineData("function* up(n) { let i = 0; while (i < n) { const back = yield i++; if (back) return 'stopped' } } [...up(3)]", "[0,1,2]")]
    public void Evaluate_Statements_FollowTheStandard(string source, string expected)
    {
        if (expected == "NotSupported")
        {
            Assert.Equal(ExpressionErrorKind.NotSupported, Js.Fail(source).Kind);
            return;
        }

        Assert.Equal(expected, Js.Run(source));
    }

    [Theory]
    [InlineData("await Promise.resolve(4)", "4")]
    [InlineData("(async () => { try { await Promise.reject(new Error('x')) } catch (e) { return e.message } })()", "\"x\"")]
    [InlineData("const log = []; async function f() { log.push(1); await null; log.push(3) } const p = f(); log.push(2); await p; log", "[1,2,3]")]
    [InlineData("Promise.all([1, Promise.resolve(2), new Promise(r => r(3))]).then(v => v.join())", "\"1,2,3\"")]
    [InlineData("Promise.allSettled([Promise.reject(1), 2])", "[{\"status\":\"rejected\",\"reason\":1},{\"status\":\"fulfilled\",\"value\":2}]")]
    [InlineData("let r = []; for await (const x of [Promise.resolve(1), 2]) r.push(x); r", "[1,2]")]
    public void Evaluate_Promises_AreAwaited(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("let x = 1;\nlet x = 2;", 2, 5)]
    [InlineData("a +", 1, 4)]
    [InlineData("\n\n  'open", 3, 3)]
    [InlineData("break;", 1, 1)]
    [InlineData("010", 1, 1)]
    [InlineData("/(/", 1, 1)]
    [InlineData("({ a = 1 })", 1, 6)]
    [InlineData("a ?? b || c", 1, 3)]
    public void Compile_WrongText_TellsWhere(string source, int line, int column)
    {
        var error = Js.Fail(source);

        Assert.Equal((ExpressionErrorKind.Syntax, line, column), (error.Kind, error.Line, error.Column));
        Assert.NotEqual(error.Message, error.MessageFrench);
    }

    [Theory]
    [InlineData("with (a) {}", "with")]
    [InlineData("import('x')", "import")]
    [InlineData("import x from 'y'", "import")]
    [InlineData("10n", "BigInt")]
    [InlineData("async function* f() {}", "async generator")]
    public void Compile_WhatIsNotOffered_NamesIt(string source, string construct)
    {
        var error = Js.Fail(source);

        Assert.Equal(ExpressionErrorKind.NotSupported, error.Kind);
        Assert.Contains(construct, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("const a = {};\na.b.c", "TypeError", 2)]
    [InlineData("\n\nmissing + 1", "ReferenceError", 3)]
    [InlineData("x; let x = 1", "ReferenceError", 1)]
    [InlineData("const c = 1; c = 2", "TypeError", 1)]
    [InlineData("const o = { f: 1 };\n\no.f()", "o.f is not a function", 3)]
    [InlineData("throw new RangeError('mine')", "RangeError: mine", 1)]
    [InlineData("Object.freeze([1]).push(2)", "TypeError", 1)]
    [InlineData("await new Promise(() => {})", "never settled", 1)]
    [InlineData("Promise.reject(new Error('late'))", "late", 1)]
    public void Evaluate_Uncaught_TellsWhatAndWhere(string source, string message, int line)
    {
        var error = Js.Fail(source);

        Assert.Equal((ExpressionErrorKind.Runtime, line), (error.Kind, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FreeVariables_OfAScript_AreNamesItTakesFromOutside()
    {
        var script = Hub.Expressions.JavaScript.Script.Compile("const a = getInput('x'); function f(p) { return p + a + variables.y + Math.PI + undefined } missing = f(1)");

        Assert.Equal(["getInput", "missing", "variables"], script.FreeVariables.Order(StringComparer.Ordinal));
    }
}
