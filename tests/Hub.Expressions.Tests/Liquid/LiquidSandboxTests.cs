using System.Text;
using System.Text.Json;
using Hub.Expressions.Liquid;

namespace Hub.Expressions.Tests.Liquid;

/// <summary>What hostile templates try. Each ends in the typed error of the budget it hit, and the process lives.</summary>
public sealed class LiquidSandboxTests
{
    [Theory]
    [InlineData("{% for i in (1..1000000000) %}{% endfor %}", "steps")]
    [InlineData("{% for i in (1..10000) %}{% for j in (1..10000) %}{% assign x = j %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% tablerow i in (1..900000000000) %}{% endtablerow %}", "output")]
    [InlineData("{{ (1..9000000000) }}", "output")]
    [InlineData("{% for i in (1..9000000) %}01234567890123456789012345678901234567890123456789{% endfor %}", "output")]
    [InlineData("{{ (1..9000000000) | join: ',' }}", "memory")]
    [InlineData("{{ (1..9000000000) | reverse | first }}", "memory")]
    [InlineData("{{ (1..9000000000) | sort | size }}", "memory")]
    [InlineData("{{ (1..9000000000) | map: 'a' | size }}", "memory")]
    [InlineData("{{ (1..9000000000) | json | size }}", "memory")]
    [InlineData("{{ (1..9000000000) | sum }}", "steps")]
    [InlineData("{% if (1..9000000000) contains -1 %}{% endif %}", "steps")]
    [InlineData("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..100) %}{% assign a = a | append: a %}{% endfor %}", "memory")]
    [InlineData("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..100) %}{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}", "memory")]
    [InlineData("{% assign a = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..9) %}{% assign a = a | replace: 'a', a %}{% endfor %}", "memory")]
    [InlineData("{% assign a = 'aaaaaaaa' %}{% for i in (1..30) %}{% assign a = a | replace: '', a %}{% endfor %}", "memory")]
    [InlineData("{% assign l = '1,2,3,4' | split: ',' %}{% for i in (1..60) %}{% assign l = l | concat: l %}{% endfor %}", "memory")]
    [InlineData("{% assign l = '1' | split: ',' %}{% for i in (1..10000000) %}{% assign l = l | concat: l | uniq %}{% endfor %}", "memory")]
    [InlineData("{{ 'now' | date: '%64Y%64Y%64Y%64Y' | split: '' | join: '0000000000000000000000000000000000000000' | replace: '0', '0000000000000000000000000000000000000000000000000000000000000000000000' | replace: '0', '00000000000000000000000000000000000000000000000000' }}", "memory")]
    public void Render_HostileTemplate_EndsInTheBudgetItHit(string template, string budget)
    {
        // Smaller than the default, so that a busy machine is not kept for long; which budget stops what stays the same.
        var error = LiquidText.Fail(template, budget: LiquidText.Patient with { MaxSteps = 3_000_000, MaxAllocatedBytes = 16 * 1024 * 1024, MaxOutputBytes = 256 * 1024 });

        Assert.Equal(ExpressionErrorKind.Budget, error.Kind);
        Assert.Equal(budget, error.Budget);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void Render_TimeIsUp_EndsInTheTimeBudget()
    {
        var error = LiquidText.Fail("{% for i in (1..1000000000) %}{% endfor %}", budget: ExpressionBudget.Default with { MaxSteps = long.MaxValue, MaxTime = TimeSpan.FromMilliseconds(30) });

        Assert.Equal("time", error.Budget);
    }

    [Fact]
    public void Render_StripHtmlOfManyOpenings_IsNotQuadratic()
    {
        var model = JsonElement.Parse(JsonSerializer.Serialize(new { x = string.Concat(Enumerable.Repeat("<script <!-- <", 40_000)) }));

        var text = LiquidTemplate.Compile("{{ x | strip_html | size }}").Render(new JsonLiquidModel(model), LiquidText.Patient, LiquidText.Clock);

        Assert.Equal("560000", text);
    }

    [Theory]
    [InlineData("{% if a %}", "{% endif %}", 300, "{}")]
    [InlineData("{% for i in (1..1) %}", "{% endfor %}", 300, "{}")]
    public void Render_DeepNestingWithinTheBudget_Works(string open, string close, int levels, string json) =>
        Assert.Equal(string.Empty, LiquidText.Render(Repeat(open, levels) + Repeat(close, levels), json));

    [Theory]
    [InlineData("{% if true %}", "{% endif %}", 100_000)]
    [InlineData("{% for i in (1..1) %}", "{% endfor %}", 100_000)]
    [InlineData("{% capture x %}", "{% endcapture %}", 600)]
    [InlineData("{% if true %}", "{% endif %}", 600)]
    [InlineData("{% comment %}", "{% endcomment %}", 0)]
    public void Render_DeepNesting_IsRefusedNotCrashed(string open, string close, int levels)
    {
        if (levels == 0)
        {
            // Comments nest without any depth of the parser.
            Assert.Equal(string.Empty, LiquidText.Render(Repeat(open, 50_000) + Repeat(close, 50_000)));
            return;
        }

        var error = LiquidText.Fail(Repeat(open, levels) + Repeat(close, levels));

        Assert.Equal("depth", error.Budget);
    }

    [Theory]
    [InlineData("{{ a[", "]", 100_000)]
    [InlineData("{{ (", "..1)", 100_000)]
    public void Compile_DeepExpression_IsRefusedNotCrashed(string open, string close, int levels)
    {
        var inner = open.StartsWith("{{ a", StringComparison.Ordinal) ? "a[" : "(";
        var error = LiquidText.Fail(open + Repeat(inner, levels) + "1" + Repeat(close, levels) + close + " }}");

        Assert.Equal("depth", error.Budget);
    }

    [Fact]
    public void Render_LongConditionAndLongPath_AreFlat()
    {
        var condition = "{% if " + string.Join(" and ", Enumerable.Repeat("true", 100_000)) + " %}x{% endif %}";
        var path = "{{ a" + Repeat(".b", 100_000) + " }}";

        Assert.Equal("x", LiquidText.Render(condition));
        Assert.Equal(string.Empty, LiquidText.Render(path));
    }

    [Fact]
    public void Render_DeepData_EndsInTheDepthBudget()
    {
        var json = new StringBuilder().Insert(0, "[", 900).Append(']', 900).ToString();
        var model = new JsonLiquidModel(JsonElement.Parse($$"""{"x":{{json}}}""", new JsonDocumentOptions { MaxDepth = 1000 }));

        foreach (var template in new[] { "{{ x }}", "{{ x | json }}", "{{ x | join }}", "{% if x == x %}{% endif %}{{ x | append: '' }}" })
        {
            var error = Assert.Throws<ExpressionException>(() => LiquidTemplate.Compile(template).Render(model, LiquidText.Patient, LiquidText.Clock));
            Assert.Equal("depth", error.Budget);
        }
    }

    [Fact]
    public void Render_CancelledFromOutside_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => LiquidTemplate.Compile("{% for i in (1..100000) %}{% endfor %}").Render(JsonLiquidModel.Empty, LiquidText.Patient, LiquidText.Clock, source.Token));
    }

    [Fact]
    public void Compile_RandomText_IsReadOrRefusedWithAPlace()
    {
        string[] pieces = ["{{", "}}", "{%", "%}", "-", "if", "endif", "for", "in", "(1..2)", "a", ".", "[", "]", "'", "\"", "|", "append", ":", ",", "raw", "endraw", "comment", "liquid", "\n", " ", "#", "1", "==", "or", "else", "case", "when", "é", "\uD800"];
        var random = new Random(20261122);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                LiquidText.Render(text, """{"a":[1,{"b":2}]}""");
            }
            catch (ExpressionException error)
            {
                Assert.True(error.Line > 0, $"no place for: {text}");
            }
        }
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
