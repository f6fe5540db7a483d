using System.Text.Json;
using Xunit.Abstractions;

namespace Hub.Expressions.Tests.Liquid;

/// <summary>The same templates here and in liquidjs. Where the two differ on purpose, the README lists it and a test below shows it.</summary>
public sealed class LiquidJsDifferenceTests(ITestOutputHelper output)
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
                var their = answer.TryGetProperty("text", out var text) ? text.GetString() ?? string.Empty : "error: " + answer.GetProperty("error").GetString();
                var ours = Ours(cases[i].Template, cases[i].Data);
                compared++;
                if (!Same(ours, their))
                {
                    differences.Add($"{cases[i].Template}\n  data: {cases[i].Data}\n  theirs: {their}\n  ours:   {ours}");
                }
            }
        }

        output.WriteLine($"{compared} templates compared.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} differ:\n{string.Join('\n', differences.OrderBy(static each => each.Length).Take(25))}");
    }

    // Each name is a row of the README's table "Where liquidjs differs": seven, and three more of JavaScript.
    [FactIfLiquidJs]
    public async Task Render_DocumentedDifferences_AreWhatTheReadmeSays()
    {
        const string Data = """{"o":{"x":1},"l":[{"x":1},{"x":1,"y":2}]}""";
        (string Name, string Template, string Ours, string Theirs)[] differences =
        [
            ("numbers", "{{ 2.5 | times: 2 }}", "5.0", "5"),
            ("numbers", "{{ 0.1 | plus: 0.2 }}", "0.3", "0.30000000000000004"),
            ("numbers", "{{ 7 | divided_by: 2 }} {{ -5 | modulo: 3 }} {{ -2.5 | round }}", "3 1 -3", "3.5 -2 -2"),
            ("numbers", "{{ '12abc' | plus: 1 }}", "13", "NaN"),
            ("else", "{% for i in (1..2) limit: 0 %}{% else %}e{% endfor %}", "e", ""),
            ("truncatewords", "{{ 'a b' | truncatewords: 2 }}", "a b", "a b..."),
            ("objects", "{{ o }}", "{\"x\":1}", "[object Object]"),
            ("split", "{{ ' a  b ' | split: ' ' | size }}", "2", "4"),
            ("notations", "{{ \"'\" | url_encode }} {{ '%2B' | url_decode }}", "%27 +", "'  "),
            ("notations", "{{ '\"' | escape }} {{ '\"' | escape_once }}", "&quot; &quot;", "&#34; &#34;"),
            ("uniq", "{{ l | uniq: 'x' | size }}", "1", "2"),
        ];
        using var node = new NodeProcess("liquid.mjs", FactIfLiquidJsAttribute.Folder ?? string.Empty);

        var theirs = await node.AskAsync([.. differences.Select(each => Question(each.Template, Data))]);

        Assert.Equal(7, differences.DistinctBy(static each => each.Name).Count());
        Assert.Equal(differences.Select(static each => each.Theirs), theirs.Select(static answer => JsonElement.Parse(answer).GetProperty("text").GetString()));
        Assert.Equal(differences.Select(static each => each.Ours), differences.Select(each => LiquidText.Render(each.Template, Data)));
    }

    private static string Question(string template, string data) => "{\"template\":" + JsonSerializer.Serialize(template) + ",\"data\":" + data + "}";

    private static string Ours(string template, string data)
    {
        try
        {
            return LiquidText.Render(template, data);
        }
        catch (ExpressionException error)
        {
            return "error: " + error.Message;
        }
    }

    /// <summary>Equal, but for the documented difference "numbers" where it shows in what is generated: <c>2.0</c> here for <c>2</c> there.</summary>
    private static bool Same(string ours, string theirs)
    {
        var here = 0;
        foreach (var there in theirs)
        {
            if (here < ours.Length && ours[here] != there && IsZeroBehindThePoint(ours, here))
            {
                here += 2;
            }

            if (here >= ours.Length || ours[here++] != there)
            {
                return false;
            }
        }

        return here == ours.Length || (here == ours.Length - 2 && IsZeroBehindThePoint(ours, here));
    }

    private static bool IsZeroBehindThePoint(string text, int at) =>
        at > 0 && char.IsAsciiDigit(text[at - 1]) && text.AsSpan(at).StartsWith(".0", StringComparison.Ordinal);
}
