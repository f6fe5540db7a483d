using System.Text.Json;
using Xunit.Abstractions;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>Formats of numbers and dates, here and in Node with its full culture data.</summary>
public sealed class IntlDifferenceTests(ITestOutputHelper output)
{
    private static readonly string[] Locales = ["'fr-FR'", "'en-GB'"];

    private static readonly string[] Numbers = ["0", "-0", "1", "-7", "1234.5", "1234567.891", "-1234.5", "0.256", "1.005", "2.5", "3.5", "-2.5", "1e21", "123456789012345680000", "0.00012345", "-0.0001", "999.9996", "0.05", "9.995", "NaN", "Infinity", "-Infinity", "5e-324"];

    private static readonly string[] NumberOptions =
    [
        "{}", "{ style: 'percent' }", "{ style: 'percent', maximumFractionDigits: 1 }", "{ style: 'currency', currency: 'EUR' }", "{ style: 'currency', currency: 'usd' }", "{ style: 'currency', currency: 'GBP' }", "{ style: 'currency', currency: 'CHF' }",
        "{ style: 'currency', currency: 'EUR', currencyDisplay: 'code' }", "{ style: 'currency', currency: 'EUR', minimumFractionDigits: 0 }", "{ style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }", "{ useGrouping: false }", "{ minimumIntegerDigits: 3 }",
        "{ minimumFractionDigits: 2 }", "{ maximumFractionDigits: 0 }", "{ maximumFractionDigits: 2 }", "{ minimumFractionDigits: 2, maximumFractionDigits: 2 }", "{ maximumSignificantDigits: 3 }", "{ minimumSignificantDigits: 4 }", "{ minimumSignificantDigits: 2, maximumSignificantDigits: 5 }",
    ];

    private static readonly string[] Times = ["Date.UTC(2026, 6, 4, 7, 5, 9, 45)", "Date.UTC(2026, 0, 1)", "Date.UTC(2025, 11, 31, 23, 30)", "Date.UTC(1999, 8, 12, 12)", "Date.UTC(2024, 1, 29, 22, 59, 59)"];

    private static readonly string[] DateOptions =
    [
        "{}", "{ dateStyle: 'full' }", "{ dateStyle: 'long' }", "{ dateStyle: 'medium' }", "{ dateStyle: 'short' }", "{ timeStyle: 'short' }", "{ timeStyle: 'medium' }", "{ dateStyle: 'full', timeStyle: 'short' }", "{ dateStyle: 'long', timeStyle: 'medium' }",
        "{ dateStyle: 'medium', timeStyle: 'short' }", "{ dateStyle: 'short', timeStyle: 'short' }", "{ weekday: 'long' }", "{ weekday: 'short' }", "{ month: 'long' }", "{ month: 'short' }", "{ month: '2-digit' }", "{ month: 'numeric' }", "{ day: 'numeric' }", "{ day: '2-digit' }",
        "{ year: 'numeric' }", "{ year: '2-digit' }", "{ year: 'numeric', month: 'long' }", "{ year: 'numeric', month: 'short' }", "{ year: 'numeric', month: '2-digit' }", "{ month: 'long', day: 'numeric' }", "{ month: 'short', day: 'numeric' }", "{ month: 'numeric', day: 'numeric' }",
        "{ year: 'numeric', month: 'long', day: 'numeric' }", "{ year: 'numeric', month: 'short', day: 'numeric' }", "{ year: 'numeric', month: '2-digit', day: '2-digit' }", "{ year: '2-digit', month: '2-digit', day: '2-digit' }",
        "{ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }", "{ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' }", "{ weekday: 'long', month: 'long', day: 'numeric' }", "{ weekday: 'long', day: 'numeric' }",
        "{ weekday: 'long', year: 'numeric', month: 'numeric', day: 'numeric' }", "{ hour: '2-digit' }", "{ hour: '2-digit', minute: '2-digit' }", "{ hour: 'numeric', minute: 'numeric', second: 'numeric' }", "{ minute: '2-digit', second: '2-digit' }",
        "{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }", "{ year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' }", "{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }",
        "{ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' }", "{ day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }", "{ weekday: 'long', hour: '2-digit', minute: '2-digit' }", "{ timeZone: 'UTC' }", "{ dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' }",
    ];

    [FactIfNode]
    public async Task Format_NumbersAndDates_AreWhatNodePrints()
    {
        var sources = (from locale in Locales from number in Numbers from options in NumberOptions select $"new Intl.NumberFormat({locale}, {options}).format({number})")
            .Concat(from locale in Locales from time in Times from options in DateOptions select $"new Intl.DateTimeFormat({locale}, {options}).format(new Date({time}))")
            .Concat(from locale in Locales from time in Times from call in new[] { "toLocaleString", "toLocaleDateString", "toLocaleTimeString" } select $"new Date({time}).{call}({locale})")
            .Concat(from locale in Locales select $"[(1234.5).toLocaleString({locale}), new Date(0).toLocaleDateString({locale}, {{ month: 'long' }}), new Date(0).toLocaleTimeString({locale}, {{ timeStyle: 'short' }}), [1.5, 2000].toLocaleString({locale})]")
            .Append("[typeof Intl.NumberFormat('fr-FR').format, Intl.DateTimeFormat('fr-FR') instanceof Intl.DateTimeFormat, [1.5, 2].map(new Intl.NumberFormat('fr-FR').format), Object.prototype.toString.call(Intl)]")
            .Append("new Intl.NumberFormat('fr-FR', { style: 'currency' })").Append("new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 101 })").Append("new Intl.DateTimeFormat('fr-FR').format(NaN)").Append("new Date(NaN).toLocaleString('fr-FR')")
            .ToArray();
        using var node = new NodeProcess("script.mjs", FactIfNodeAttribute.Folder);

        var theirs = await node.AskAsync([.. sources.Select(static source => JsonSerializer.Serialize(source))]);

        var differences = sources.Select((source, i) => (Source: source, Theirs: theirs[i], Ours: JsonText(source))).Where(static each => each.Theirs != each.Ours).Select(static each => $"{each.Source}\n  node: {each.Theirs}\n  here: {each.Ours}").ToArray();
        output.WriteLine($"{sources.Length} formats compared.");
        Assert.True(differences.Length == 0, $"{differences.Length} of {sources.Length} differ:\n{string.Join('\n', differences.Take(40))}");
    }

    [Theory]
    [InlineData("(1).toLocaleString('de-DE')")]
    [InlineData("new Intl.NumberFormat('fr-FR', { notation: 'compact' })")]
    [InlineData("new Date(0).toLocaleString('fr-FR', { timeZone: 'Asia/Tokyo' })")]
    [InlineData("new Date(0).toLocaleString('fr-FR', { hour12: true })")]
    public void Format_WhatIsNotOffered_IsRefusedNotGuessed(string source) => Assert.Contains("not offered", Js.Fail(source).Message, StringComparison.Ordinal);

    [Fact]
    public void Format_WithoutLocale_IsFrench() => Assert.Equal("[\"1\u202F234,5\",\"14/07/2026\"]", Unescaped(Js.Run("[(1234.5).toLocaleString(), new Date(2026, 6, 14).toLocaleDateString()]")));

    private static string JsonText(string source)
    {
        try
        {
            return Unescaped(Js.Run(source));
        }
        catch (ExpressionException error)
        {
            return "throws " + error.Detail.Split(':')[0];
        }
    }

    private static string Unescaped(string json) => json.Replace("\\u202F", "\u202F", StringComparison.Ordinal).Replace("\\u00A0", "\u00A0", StringComparison.Ordinal);
}
