using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>The engine's short ways (methods without function objects, rows written as they lie, kept patterns and buffers) must show in no result.</summary>
public sealed class ShortcutTests
{
    [Theory]
    [InlineData("const before = [1].map(x => x + 1); Array.prototype.map = () => 'mine'; [before, [1].map(x => x)]", "[[2],\"mine\"]")]
    [InlineData("const call = a => a.slice(1); const one = call([1, 2]); Array.prototype.slice = () => 'mine'; [one, call([1, 2])]", "[[2],\"mine\"]")]
    [InlineData("const call = a => a.slice(1); const own = [1, 2]; own.slice = () => 'own'; [call([1, 2]), call(own), call('abc')]", "[[2],\"own\",\"bc\"]")]
    [InlineData("const call = a => a.slice(1); delete Array.prototype.slice; try { call([1]) } catch (e) { e.message }", "\"a.slice is not a function\"")]
    [InlineData("const a = [1]; Object.setPrototypeOf(a, { map: () => 'other' }); a.map(x => x)", "\"other\"")]
    [InlineData("class L extends Array {} const l = L.from([1, 2]); l.map(x => x) instanceof L && !([1].map(x => x) instanceof L)", "true")]
    [InlineData("const a = [1, 2]; a.constructor = { [Symbol.species]: function () { this.is = 'species' } }; a.map(x => x).is", "\"species\"")]
    [InlineData("const f = (2.5).toFixed; Number.prototype.toFixed = function () { return 'mine' }; [(2.5).toFixed(1), f.call(2.5, 1)]", "[\"mine\",\"2.5\"]")]
    [InlineData("[].map === [].map && [].map.name === 'map'", "true")]
    [InlineData("const o = { get length() { return 7 } }; [o.length, [1, , 3].length, 'abc'.length]", "[7,3,3]")]
    public void Evaluate_CalledMethods_AreThoseThatTheScriptSees(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("Object.prototype.toJSON = function () { return 'all' }; ({ a: 1 })", "\"all\"")]
    [InlineData("({ a: { toJSON: () => 5 }, b: undefined, c: () => 1, d: null })", "{\"a\":5,\"d\":null}")]
    [InlineData("const o = { a: { toJSON() { o.b = 9; delete o.c; o.d = 1; return 1 } }, b: 2, c: 3 }; o", "{\"a\":1,\"b\":9}")]
    [InlineData("const o = { a: { toJSON() { delete o.b; o.b = 4; return 1 } }, b: 2 }; o", "{\"a\":1,\"b\":4}")]
    [InlineData("const o = { a: { toJSON() { for (let i = 0; i < 40; i++) { o['x' + i] = i } for (let i = 0; i < 40; i++) { delete o['x' + i] } delete o.b; return 1 } }, b: 2, c: 3 }; o", "{\"a\":1,\"c\":3}")]
    [InlineData("const o = { a: 1, get b() { return this.a + 1 } }; o", "{\"a\":1,\"b\":2}")]
    [InlineData("const o = { a: { get x() { o.b = 8; return 1 } }, b: 2 }; o", "{\"a\":{\"x\":1},\"b\":8}")]
    [InlineData("const o = { a: { get toJSON() { delete o.c; o.b = 7 }, x: 1 }, b: 2, c: 3 }; o", "{\"a\":{\"x\":1},\"b\":7}")]
    [InlineData("const list = [1]; const o = { list, b: 2 }; Object.defineProperty(list, 0, { get() { o.b = 6; return 5 } }); o", "{\"list\":[5],\"b\":6}")]
    [InlineData("({ b: 1, 2: 'two', 1: 'one', a: 2 })", "{\"1\":\"one\",\"2\":\"two\",\"b\":1,\"a\":2}")]
    [InlineData("({ a: 1, a: 2, b: 3 })", "{\"a\":2,\"b\":3}")]
    [InlineData("const o = { __proto__: { toJSON: () => 'from above' }, a: 1 }; o", "\"from above\"")]
    [InlineData("const o = { a: 1 }; Object.defineProperty(o, 'h', { value: 2 }); o", "{\"a\":1}")]
    [InlineData("const o = { a: 1, b: 2, c: 3 }; delete o.b; o.b = 4; o", "{\"a\":1,\"c\":3,\"b\":4}")]
    [InlineData("[0, -0, 255, 256, -1, 1.5, 1e15, 1e21, NaN, Infinity]", "[0,0,255,256,-1,1.5,1000000000000000,1e+21,null,null]")]
    public void Evaluate_WrittenObjects_AreAsJsonStringifyWritesThem(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("255", "255")]
    [InlineData("256", "256")]
    [InlineData("-1", "-1")]
    [InlineData("0.5", "0.5")]
    [InlineData("1e300", "1e+300")]
    [InlineData("0 / 0", "null")]
    [InlineData("'é\"\\n'", "\"é\\\"\\n\"")]
    [InlineData("''", "\"\"")]
    public void Evaluate_OneValue_IsItsJson(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("const s = `${'x'.repeat(600)}${'y'.repeat(600)}`; [s.length, s[599], s[600]]", "[1200,\"x\",\"y\"]")]
    [InlineData("let s = ''; for (let i = 0; i < 20000; i++) { s = `${s}x` } s.length", "20000")]
    [InlineData("const log = []; const v = n => ({ toString() { log.push(n); return n } }); [`${v('a')}-${v('b')}`, log.join()]", "[\"a-b\",\"a,b\"]")]
    [InlineData("`a${1}${null}${true}`", "\"a1nulltrue\"")]
    public void Evaluate_Templates_JoinInOrder(string source, string expected) => Assert.Equal(expected, Js.Run(source));

    [Theory]
    [InlineData("'a-b-c'.replace(/-/g, '+')", "\"a+b+c\"")]
    [InlineData("'abc'.replace(/x*/g, '-')", "\"-a-b-c-\"")]
    [InlineData("'abc'.replace(/b*/g, '-')", "\"-a--c-\"")]
    [InlineData("'aa'.replace(/a/g, '$&$&')", "\"aaaa\"")]
    [InlineData("const r = /a/g; r.lastIndex = 1; ['aaa'.replace(r, 'b'), r.lastIndex]", "[\"bbb\",0]")]
    [InlineData("RegExp.prototype.exec = () => null; 'aa'.replace(/a/g, 'b')", "\"aa\"")]
    [InlineData("const r = /a/g; r.exec = () => null; 'aa'.replace(r, 'b')", "\"aa\"")]
    [InlineData("const r = /a/g; r.compile('b', 'g'); 'ab'.replace(r, '-')", "\"a-\"")]
    [InlineData("Object.freeze(/a/g)[Symbol.replace]('aa', 'b')", null)]
    public void Evaluate_ReplaceAll_IsTheStandards(string source, string? expected)
    {
        if (expected is null)
        {
            Assert.Equal(ExpressionErrorKind.Runtime, Js.Fail(source).Kind);
            return;
        }

        Assert.Equal(expected, Js.Run(source));
    }

    [Fact]
    public void Evaluate_SameScriptAgain_NothingOfTheFirstIsLeft()
    {
        var script = Script.Compile("const seen = [typeof Array.prototype.map, [1].map(x => x)[0], 'a-b'.replace(/-/g, '+'), ({ a: 1 }).toJSON === undefined];"
            + "Array.prototype.map = String.prototype.replace = null; RegExp.prototype.exec = null; Object.prototype.toJSON = () => 'leaked'; seen.join()");

        for (var run = 0; run < 3; run++)
        {
            Assert.Equal("function,1,a+b,true", script.Evaluate(EmptyScriptHost.Instance, Js.Patient, TimeProvider.System).GetString());
        }
    }

    [Fact]
    public void Evaluate_AfterAResultThatFailed_TheNextStartsEmpty()
    {
        Js.Fail("({ secret: 'first', then: { toJSON() { throw new Error('no') } } })");
        Js.Fail("const circle = { secret: 'second' }; circle.self = circle; circle");

        Assert.Equal("{\"a\":1}", Js.Run("({ a: 1 })"));
        Assert.Equal("\"text\"", Js.Run("'te' + 'xt'"));
    }

    [Fact]
    public void Evaluate_PatternUnderAnotherBudget_KeepsThatBudgetsTime()
    {
        var script = Script.Compile("/^(?=(a+)+$)/.test('a'.repeat(5000) + 'b')");
        Assert.Equal("time", Assert.Throws<ExpressionException>(() => script.Evaluate(EmptyScriptHost.Instance, Short(50), TimeProvider.System)).Budget);

        Assert.Equal("time", Assert.Throws<ExpressionException>(() => script.Evaluate(EmptyScriptHost.Instance, Short(20), TimeProvider.System)).Budget);

        static ExpressionBudget Short(int milliseconds) => ExpressionBudget.Default with { MaxTime = TimeSpan.FromMilliseconds(milliseconds) };
    }

    // "offsets" in the README's table: the standard's formula (§21.4.4.11); Node gives whole minutes.
    [Fact]
    public void Evaluate_OffsetInTheSunsTime_HasItsSeconds() => Assert.Equal("-9.35", Js.Run("new Date(1900, 0, 1).getTimezoneOffset()"));

    // "captures" in the README's table; Node gives undefined for the group that the last turn did not take.
    [Fact]
    public void Evaluate_CaptureInARepeatedGroup_KeepsItsLastValue() => Assert.Equal("\"a\"", Js.Run("/(?:(a)|b)*/.exec('ab')[1]"));
}
