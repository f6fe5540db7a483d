using System.Text.Json;
using Hub.Expressions;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>Runs a script for a test. Time is generous, so that a slow machine fails no test; steps, memory and depth are the default.</summary>
internal static class Js
{
    public static ExpressionBudget Patient { get; } = ExpressionBudget.Default with { MaxTime = TimeSpan.FromMinutes(5) };

    /// <summary>The result as JSON text; <c>undefined</c> for none.</summary>
    public static string Run(string source, IScriptHost? host = null, ExpressionBudget? budget = null, TimeProvider? clock = null)
    {
        var result = Script.Compile(source).Evaluate(host ?? EmptyScriptHost.Instance, budget ?? Patient, clock ?? TimeProvider.System, static () => 0.25);
        return result.ValueKind == JsonValueKind.Undefined ? "undefined" : JsonSerializer.Serialize(result, Plain);
    }

    public static ExpressionException Fail(string source, IScriptHost? host = null, ExpressionBudget? budget = null) =>
        Assert.Throws<ExpressionException>(() => Run(source, host, budget));

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
