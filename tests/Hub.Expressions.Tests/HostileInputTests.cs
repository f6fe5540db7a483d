using System.Diagnostics;
using Hub.Expressions.JavaScript;
using Hub.Expressions.Liquid;
using Hub.Expressions.Tests.JavaScript;
using Hub.Expressions.Tests.Liquid;
using Xunit.Abstractions;

namespace Hub.Expressions.Tests;

/// <summary>Hostile scripts and templates for a while on two threads: each ends in an error of ours, memory comes back, the process lives. Alone, because it weighs the memory of the process.</summary>
[Collection(nameof(HostileInputTests))]
[CollectionDefinition(nameof(HostileInputTests), DisableParallelization = true)]
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const long Tolerated = 48L * 1024 * 1024;

    private static readonly ExpressionBudget Budget = ExpressionBudget.Default with { MaxTime = TimeSpan.FromSeconds(2) };

    private static readonly string[] Scripts =
    [
        "while (true) {}",
        "'x'.repeat(2 ** 30)",
        "Array(1e9).fill()",
        "function f() { return f() } f()",
        "/^(a+)+$/.test('a'.repeat(100000) + 'b')",
        "/^(?=(a+)+$)/.test('a'.repeat(5000) + 'b')",
        "constructor.constructor('return this')()",
        "[].constructor.constructor('return this')()",
        "({}).__proto__.constructor.constructor('return process')()",
        "Object.prototype.__proto__ = {}; null.x",
        "JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))",
        "let a = []; for (let i = 0; i < 1e6; i++) a = [a]; JSON.stringify(a)",
        "const p = () => Promise.resolve().then(p); p()",
        "(async () => { for (;;) await null })()",
        "function* g() { yield 1 } const all = []; for (;;) { const i = g(); i.next(); all.push(i) }",
        "const a = []; for (;;) a.push({ a })",
        "const m = new Map(); for (let i = 0; ; i++) m.set(i, new Set([i]))",
        "let s = 'xxxxxxxx'; for (;;) s = s + s",
        "[3, 1, 2].sort(() => { for (;;); })",
        "const o = {}; o.toString = () => '' + o; '' + o",
        "'a'.repeat(1e6).split('').map(x => x + x).join().replace(/a/g, '$&$&$&$&')",
        "try { null.x } finally { for (;;); }",
    ];

    private static readonly string[] Templates =
    [
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% for i in (1..100000) %}{% for j in (1..100000) %}{{ i }}{% endfor %}{% endfor %}",
        "{% assign s = 'xxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}",
        "{% capture c %}{% for i in (1..10000000) %}0123456789{% endfor %}{% endcapture %}{{ c | size }}",
    ];

    [Fact]
    public async Task Evaluate_HostileInputForAWhile_ProcessLivesAndMemoryComesBack()
    {
        var duration = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 60 : 5);

        // The first round warms up: what the engine keeps for good (tables, patterns) is there before anything is weighed.
        RunAll();
        var before = Settled();
        var watch = Stopwatch.StartNew();
        var rounds = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var count = 0;
            do
            {
                RunAll();
                count++;
            }
            while (watch.Elapsed < duration);
            return count;
        }))).WaitAsync(TimeSpan.FromMinutes(15));
        var after = Settled();

        output.WriteLine($"{rounds.Sum()} rounds of {Scripts.Length + Templates.Length} in {watch.Elapsed.TotalSeconds:0} s; {before >> 20} MiB before, {after >> 20} MiB after.");
        Assert.InRange(after, 0, before + Tolerated);
        Assert.Equal("6", Js.Run("[1, 2, 3].reduce((a, b) => a + b)"));
    }

    private static void RunAll()
    {
        foreach (var script in Scripts)
        {
            Expect(script, () => Script.Compile(script).Evaluate(EmptyScriptHost.Instance, Budget, TimeProvider.System));
        }

        foreach (var template in Templates)
        {
            Expect(template, () => LiquidText.Render(template, budget: Budget));
        }
    }

    /// <summary>The pattern that the linear-time engine takes may well answer; all the rest must end in a typed error.</summary>
    private static void Expect(string input, Action evaluate)
    {
        try
        {
            evaluate();
            Assert.StartsWith("/^(", input, StringComparison.Ordinal);
        }
        catch (ExpressionException error)
        {
            Assert.True(error.Kind is ExpressionErrorKind.Budget or ExpressionErrorKind.Runtime, $"{input}: {error.Kind}");
        }
    }

    private static long Settled()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
