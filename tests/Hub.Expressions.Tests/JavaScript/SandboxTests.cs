using System.Diagnostics;
using System.Text.Json;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>What hostile scripts try. Each ends in the typed error of the budget it hit, and the process lives.</summary>
public sealed class SandboxTests
{
    [Theory]
    [InlineData("while (true) {}", "steps")]
    [InlineData("for (;;) try { while (true); } catch {} finally { continue }", "steps")]
    [InlineData("const p = () => Promise.resolve().then(p); p()", "memory")]
    [InlineData("[3, 1, 2].sort(() => { for (;;); })", "steps")]
    [InlineData("'x'.repeat(2 ** 28)", "memory")]
    [InlineData("'x'.padEnd(2 ** 29)", "memory")]
    [InlineData("let s = 'xxxxxxxx'; while (true) s += s", "memory")]
    [InlineData("Array(1e9).fill(0)", "memory")]
    [InlineData("const a = []; while (true) a.push({})", "memory")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set(i, i)", "memory")]
    [InlineData("[...'x'.repeat(1e7)].map(x => x + x).join()", "memory")]
    [InlineData("'a'.repeat(1e6).replaceAll('a', 'b'.repeat(1000))", "memory")]
    [InlineData("function f() { return f() } f()", "depth")]
    [InlineData("const o = {}; o.toString = () => '' + o; '' + o", "depth")]
    [InlineData("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)", "depth")]
    [InlineData("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity)", "depth")]
    [InlineData("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a)", "depth")]
    [InlineData("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a", "depth")]
    [InlineData("JSON.parse('['.repeat(1e6))", "depth")]
    [InlineData("let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()", "depth")]
    [InlineData("function* g() { yield* g() } [...g()]", "depth")]
    [InlineData("({ get a() { return this.a } }).a", "depth")]
    [InlineData("Array(5e6).fill('0123456789').join('')", "memory")]
    [InlineData("'x'.repeat(9e6)", "output")]
    [InlineData("const n = new Array(200000).fill('0123456789012345678901234567890123456789012345'); n", "output")]
    public void Evaluate_HostileScript_EndsInItsBudget(string source, string budget)
    {
        var error = Js.Fail(source);

        Assert.Equal((ExpressionErrorKind.Budget, budget), (error.Kind, error.Budget));
        Assert.True(error.Line > 0);
    }

    [Theory]
    [InlineData("/^(a+)+$/.test('a'.repeat(50000) + 'b')")]
    [InlineData("/^(?:(a+)+)\\1$/.test('a'.repeat(40) + 'b')")]
    [InlineData("/(?=(a+)+b)c/.test('a'.repeat(50))")]
    [InlineData("/^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(60))")]
    public void Evaluate_ExplosivePattern_EndsInTime(string source)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Assert.Equal("false", Js.Run(source, budget: ExpressionBudget.Default with { MaxTime = TimeSpan.FromMilliseconds(500) }));
        }
        catch (ExpressionException error)
        {
            Assert.Equal("time", error.Budget);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Evaluate_EndlessAwait_EndsInSteps()
    {
        var error = Js.Fail("(async () => { for (;;) await null })()", budget: Js.Patient with { MaxSteps = 2000 });

        Assert.Equal("steps", error.Budget);
    }

    [Fact]
    public void Evaluate_LongRun_EndsInTime()
    {
        var error = Js.Fail("for (;;);", budget: ExpressionBudget.Default with { MaxSteps = long.MaxValue, MaxTime = TimeSpan.FromMilliseconds(50) });

        Assert.Equal("time", error.Budget);
    }

    [Theory]
    [InlineData("'('.repeat(100000)")]
    [InlineData("'['.repeat(100000)")]
    [InlineData("'{'.repeat(100000)")]
    [InlineData("'-'.repeat(99999) + '1'")]
    [InlineData("'a=>'.repeat(100000) + '1'")]
    [InlineData("'(a='.repeat(100000)")]
    [InlineData("'`${'.repeat(100000)")]
    [InlineData("'1+'.repeat(100000) + '1'")]
    [InlineData("'a' + '.b'.repeat(100000)")]
    [InlineData("'a' + '()'.repeat(100000)")]
    [InlineData("'1?2:'.repeat(100000) + '3'")]
    [InlineData("'if(1)'.repeat(100000) + ';'")]
    [InlineData("'new '.repeat(100000) + 'a'")]
    [InlineData("'function f(){'.repeat(100000)")]
    public void Compile_DeeplyNestedText_IsRefusedNotCrashed(string generator)
    {
        var text = JsonSerializer.Deserialize<string>(Js.Run(generator)) ?? string.Empty;

        var error = Assert.Throws<ExpressionException>(() => Script.Compile(text));

        Assert.Contains(error.Kind, new[] { ExpressionErrorKind.Budget, ExpressionErrorKind.Syntax });
    }

    [Theory]
    [InlineData("'constructor.constructor'; [].constructor.constructor('return 1')()")]
    [InlineData("(() => 1).constructor('return 1')()")]
    [InlineData("new Function('return 1')()")]
    [InlineData("eval('1')")]
    [InlineData("globalThis.eval('1')")]
    [InlineData("(async () => 1).constructor('return 1')()")]
    [InlineData("(function* () {}).constructor('return 1')()")]
    public void Evaluate_CodeFromText_IsRefused(string source)
    {
        var error = Js.Fail(source);

        Assert.Equal(ExpressionErrorKind.Runtime, error.Kind);
        Assert.Contains("not offered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ChangedPrototypes_AreNotSeenByTheNextEvaluation()
    {
        var script = Script.Compile("const before = [[].evil, {}.evil, 'x'.evil, Math.evil, [1].map(x => x)[0]]; "
            + "Object.prototype.evil = Array.prototype.evil = String.prototype.evil = Math.evil = 1; Array.prototype.map = () => ['evil']; globalThis.Array = null; before");

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var result = script.Evaluate(EmptyScriptHost.Instance, Js.Patient, TimeProvider.System);

            Assert.Equal("[null,null,null,null,1]", result.GetRawText());
        }
    }

    [Fact]
    public void Evaluate_ProtoInJson_IsAPlainMember()
    {
        Assert.Equal("[true,null,\"__proto__\"]", Js.Run("const o = JSON.parse('{\"__proto__\":{\"admin\":1}}'); [Object.hasOwnProperty.call(o, '__proto__'), o.admin, Object.keys(o)[0]]"));
    }

    [Fact]
    public void Evaluate_ManySuspendedFunctions_AreEndedWithTheEvaluation()
    {
        var error = Js.Fail("function* g() { yield 1 } const all = []; while (true) { const i = g(); i.next(); all.push(i) }");

        Assert.Equal("depth", error.Budget);
    }

    [Fact]
    public async Task Evaluate_HostileScriptsOnManyThreads_ProcessLivesAndResultsStayRight()
    {
        string[] hostile = ["while (true) {}", "function f() { return f() } f()", "'x'.repeat(2 ** 30)", "JSON.parse('['.repeat(1e5))", "null.x", "const a = []; for (;;) a.push(a)"];
        var good = Script.Compile("[1, 2, 3].reduce((a, b) => a + b)");
        var budget = ExpressionBudget.Default with { MaxSteps = 200_000, MaxTime = TimeSpan.FromSeconds(10) };
        var work = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 25; i++)
            {
                Assert.Throws<ExpressionException>(() => Js.Run(hostile[(i + thread) % hostile.Length], budget: budget));
                Assert.Equal("6", good.Evaluate(EmptyScriptHost.Instance, Js.Patient, TimeProvider.System).GetRawText());
            }
        }));

        await Task.WhenAll(work).WaitAsync(TimeSpan.FromMinutes(2));
    }
}
