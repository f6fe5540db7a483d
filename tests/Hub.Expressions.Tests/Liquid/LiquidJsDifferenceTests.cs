using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Hub.Expressions.Tests.Liquid;

/// <summary>The same templates here and in liquidjs. Where the two differ on purpose, the README lists it and a test below shows it.</summary>
public sealed partial class LiquidJsDifferenceTests(ITestOutputHelper output)
{
    [FactIfLiquidJs]
    public async Task Render_GeneratedTemplates_GiveWhatLiquidJsGives()
    {
        var count = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 50_000 : 1_000;
        var generator = new LiquidGenerator(seed: 20261122);
        using var node = new NodeProcess("liquid.mjs", FactIfLiquidJsAttribute.Folder ?? string.Empty);
        var differences = new List<string>();
        var compared = 0;
        for (var done = 0; done < count; done += 1_000)
        {
            var cases = Enumerable.Range(0, 1_000).Select(_ => generator.Next()).ToArray();
            var theirs = await node.AskAsync([.. cases.Select(static each => Question(each.Template, each.Data))]);
            for (var i = 0; i < cases.Length; i++)
            {
                var answer = JsonElement.Parse(theirs[i]);
                var their = answer.TryGetProperty("text", out var text) ? WithoutDecimals(text.GetString() ?? string.Empty) : "error: " + answer.GetProperty("error").GetString();
                var ours = Ours(cases[i].Template, cases[i].Data);
                compared++;
                if (ours != their)
                {
                    differences.Add($"{cases[i].Template}\n  data: {cases[i].Data}\n  theirs: {their}\n  ours:   {ours}");
                }
            }
        }

        output.WriteLine($"{compared} templates compared.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} differ:\n{string.Join('\n', differences.OrderBy(static each => each.Length).Take(25))}");
    }

    // Each line is a row of the README's table "Liquid, and where liquidjs differs".
    [FactIfLiquidJs]
    public async Task Render_DocumentedDifferences_AreWhatTheReadmeSays()
    {
        (string Template, string Ours, string Theirs)[] differences =
        [
            ("{{ 2.5 | times: 2 }}", "5.0", "5"),
            ("{{ 0.1 | plus: 0.2 }}", "0.3", "0.30000000000000004"),
            ("{{ 7 | divided_by: 2 }} {{ -5 | modulo: 3 }} {{ -2.5 | round }}", "3 1 -3", "3.5 -2 -2"),
            ("{% tablerow i in (1..1) %}x{% endtablerow %}{% tablerow i in none %}x{% endtablerow %}{% for i in (1..2) limit: 0 %}{% else %}e{% endfor %}", "<tr class=\"row1\">\n<td class=\"col1\">x</td></tr>\n<tr class=\"row1\">\n</tr>\ne", "<tr class=\"row1\"><td class=\"col1\">x</td></tr>"),
            ("{% cycle 'a', 'b' %}{% cycle 'c', 'd' %}", "ac", "ad"),
            ("{{ 'a b' | truncatewords: 2 }}", "a b", "a b..."),
            ("{{ o }}", "{\"x\":1}", "[object Object]"),
            ("{{ ' a  b ' | split: ' ' | size }} {{ \"'\" | url_encode }}", "2 %27", "4 '"),
            ("{{ '12abc' | plus: 1 }}", "13", "NaN"),
            ("{{ l | uniq: 'x' | size }}", "1", "2"),
        ];
        using var node = new NodeProcess("liquid.mjs", FactIfLiquidJsAttribute.Folder ?? string.Empty);

        var theirs = await node.AskAsync([.. differences.Select(static each => Question(each.Template, """{"o":{"x":1},"l":[{"x":1},{"x":1,"y":2}]}"""))]);

        Assert.Equal(differences.Select(static each => each.Theirs), theirs.Select(static answer => JsonElement.Parse(answer).GetProperty("text").GetString()));
        Assert.Equal(differences.Select(static each => each.Ours), differences.Select(static each => LiquidText.Render(each.Template, """{"o":{"x":1},"l":[{"x":1},{"x":1,"y":2}]}""")));
    }

    private static string Question(string template, string data) => "{\"template\":" + JsonSerializer.Serialize(template) + ",\"data\":" + data + "}";

    private static string Ours(string template, string data)
    {
        try
        {
            return Normal(LiquidText.Render(template, data));
        }
        catch (ExpressionException error)
        {
            return "error: " + error.Message;
        }
    }

    /// <summary>Without the documented differences that would show everywhere: line ends and empty rows of tables, 5.0 for 5.</summary>
    private static string Normal(string text) => WithoutDecimals(LineEnds().Replace(text, string.Empty).Replace("<tr class=\"row1\"></tr>", string.Empty, StringComparison.Ordinal));

    private static string WithoutDecimals(string text) => text.Replace(".0", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=<tr class=""row1"">|</tr>)\n")]
    private static partial Regex LineEnds();
}
