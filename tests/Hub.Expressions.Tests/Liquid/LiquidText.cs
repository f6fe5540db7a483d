using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Expressions.Liquid;

namespace Hub.Expressions.Tests.Liquid;

/// <summary>Renders a template for a test. Time is generous, so that a slow machine fails no test; all other budgets are the default.</summary>
internal static class LiquidText
{
    public static ExpressionBudget Patient { get; } = ExpressionBudget.Default with { MaxTime = TimeSpan.FromMinutes(5) };

    public static TimeProvider Clock { get; } = new FixedClock(new DateTimeOffset(2026, 7, 14, 10, 0, 0, TimeSpan.Zero));

    public static string Render(string template, string json = "{}", ExpressionBudget? budget = null) =>
        LiquidTemplate.Compile(template).Render(new JsonLiquidModel(JsonElement.Parse(json)), budget ?? Patient, Clock);

    public static ExpressionException Fail(string template, string json = "{}", ExpressionBudget? budget = null) =>
        Assert.Throws<ExpressionException>(() => Render(template, json, budget));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
