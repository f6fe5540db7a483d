using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hub.Expressions.Tests.Liquid;

/// <summary>Makes templates and data from a seed. Values keep to their types, so that what is compared is the language and not how each engine treats mistakes;
/// what is documented as different (<see cref="LiquidJsDifferenceTests"/>) is not made, but for numbers, which the comparison knows.</summary>
internal sealed partial class LiquidGenerator(int seed)
{
    private static readonly string[] Words = ["", "a", "Zoé", "rue de l'Église", "b,c,,d", " x  y ", "<b>A&B</b>", "&lt;x", "2024-05-06", "12", "-3.5", "a/b?c=d e", "Été", "abcabc", "one two three four"];

    private readonly Random random = new(seed);
    private List<string> numbers = [], texts = [], numberLists = [], textLists = [], rows = [], booleans = [];
    private HashSet<string> decimals = [];
    private int counter;
    private bool inLoop;

    public (string Template, string Data) Next()
    {
        (numbers, texts, numberLists, textLists, rows, booleans) = (["n", "m", "f", "o.id", "rows[0].a"], ["s", "t", "o.name", "rows[1].b", "nothing"], ["ns", "o.ns"], ["ss"], ["rows", "o.rows"], ["yes", "no"]);
        decimals = ["f"];
        counter = 0;
        inLoop = false;
        var data = JsonSerializer.Serialize(new
        {
            n = random.Next(-20, 20),
            m = random.Next(1, 9),
            f = random.Next(-40, 40) / 4m + 0.25m,
            s = Pick(Words),
            t = Pick(Words),
            yes = true,
            no = false,
            nothing = (string?)null,
            none = Array.Empty<int>(),
            ns = Numbers(),
            ss = Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Words)),
            rows = Rows(),
            o = new { id = random.Next(100), name = Pick(Words), ns = Numbers(), rows = Rows() },
        });
        return (Body(3), data);
    }

    private int[] Numbers() => [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(-5, 9))];

    private object[] Rows() => [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => (object)new { a = random.Next(4), b = Pick(Words), c = random.Next(2) == 0, d = new { e = random.Next(3) } })];

    private string Body(int depth) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Statement(depth)));

    /// <summary>A body that may not run: what it assigns is not used elsewhere.</summary>
    private string Branch(int depth) => Scoped(() => Body(depth));

    private string Statement(int depth)
    {
        switch (random.Next(depth > 0 ? 17 : 9))
        {
            case 0:
                return Pick(" text ", "x", " { } % ", "é", "\n ");
            case 1 or 2 or 3:
                return $"{{{{{Trim()} {Printed()} {Trim()}}}}}";
            case 4 or 5:
                return Assign();
            case 6:
                return Tag(Pick("increment", "decrement") + " " + Pick("k1", "k2"));
            case 7:
                return Tag($"cycle 'g{counter++}': {Literal()}, {Literal()}");
            case 8:
                return Pick("{% comment %}{{ x }} {% if %}{% endcomment %}", "{% raw %}{{ n }}{% endraw %}", "{% # note %}", Tag("echo " + Printed()));
            case 9 or 10:
                return $"{Tag("if " + Condition())}{Branch(depth - 1)}{(random.Next(2) == 0 ? Tag("elsif " + Condition()) + Branch(depth - 1) : "")}{(random.Next(2) == 0 ? Tag("else") + Branch(depth - 1) : "")}{Tag("endif")}";
            case 11:
                return $"{Tag("unless " + Condition())}{Branch(depth - 1)}{Tag("endunless")}";
            case 12:
                return $"{Tag("case " + Pick(numbers))}{Tag($"when {random.Next(3)}, {random.Next(3, 6)}")}{Branch(depth - 1)}{Tag($"when {random.Next(6, 9)} or {random.Next(9, 12)}")}{Branch(depth - 1)}{Tag("else")}{Branch(depth - 1)}{Tag("endcase")}";
            case 13 or 14:
                return Loop(depth);
            case 15:
                return Scoped(() => $"{Tag($"tablerow i in {Pick(numberLists)} cols: {random.Next(1, 4)}")}{{{{ i }}}}{{{{ tablerowloop.{Pick("col", "row", "index", "rindex0", "col_first", "col_last", "first", "last")} }}}}{Tag("endtablerow")}");
            default:
                var name = "c" + counter++;
                var captured = Scoped(() => $"{Tag("capture " + name)}{Body(depth - 1)}{Tag("endcapture")}");

                // 2.0 for 2 is the documented difference "numbers": as part of a text it would come back as another length or slice.
                if (!inLoop && !MayPrintDecimals(captured))
                {
                    texts.Add(name);
                }

                return captured;
        }
    }

    private string Loop(int depth)
    {
        var name = "i" + counter++;
        var kind = random.Next(4);
        var list = kind switch
        {
            0 => Pick(textLists),
            1 => Pick(rows),
            2 => $"({random.Next(-2, 3)}..{random.Next(2, 6)})",
            _ => Pick(numberLists),
        };
        var options = string.Concat(random.Next(3) == 0 ? $" limit: {random.Next(4)}" : "", random.Next(4) == 0 ? $" offset: {random.Next(3)}" : "", random.Next(4) == 0 ? " reversed" : "");
        return Scoped(() =>
        {
            switch (kind)
            {
                case 0:
                    texts.Add(name);
                    break;
                case 1:
                    numbers.Add(name + ".a");
                    texts.Add(name + ".b");
                    booleans.Add(name + ".c");
                    break;
                default:
                    numbers.Add(name);
                    break;
            }

            var outer = inLoop;
            inLoop = true;
            numbers.AddRange(["forloop.index", "forloop.rindex0", "forloop.length"]);
            booleans.AddRange(["forloop.first", "forloop.last"]);
            var jump = random.Next(5) == 0 ? $"{Tag("if " + Condition())}{Tag(Pick("break", "continue"))}{Tag("endif")}" : "";
            var text = $"{Tag($"for {name} in {list}{options}")}{Body(depth - 1)}{jump}{(options.Length == 0 && random.Next(3) == 0 ? Tag("else") + "none" : "")}{Tag("endfor")}";
            inLoop = outer;
            return text;
        });
    }

    private string Assign()
    {
        var name = "v" + counter++;
        var (value, target) = random.Next(6) switch
        {
            0 => (NumberExpression(), numbers),
            1 => (TextExpression(), texts),
            2 => (NumberListExpression(), numberLists),
            3 => (TextListExpression(), textLists),
            4 => (RowsExpression(), rows),
            _ => (Pick(booleans), booleans),
        };
        target.Add(name);
        if (target == numbers && MayPrintDecimals(value))
        {
            decimals.Add(name);
        }

        return Tag($"assign {name} = {value}");
    }

    private bool MayPrintDecimals(string markup) => markup.Contains("4.0", StringComparison.Ordinal) || Word().Matches(markup).Any(word => decimals.Contains(word.Value));

    private string Printed() => random.Next(8) switch
    {
        0 or 1 => NumberExpression(),
        2 or 3 or 4 => TextExpression(),
        5 => NumberListExpression() + Pick("", " | join: '-'", " | size", " | first", " | sum", " | json"),
        6 => TextListExpression() + Pick("", " | join", " | size", " | last", " | json"),
        _ => RowsExpression() + Pick(" | size", " | json", " | map: 'b' | join: '|'", " | sum: 'a'", " | map: 'd.e' | join"),
    };

    private string NumberExpression() => (random.Next(4) == 0 ? random.Next(-9, 9).ToString(System.Globalization.CultureInfo.InvariantCulture) : Pick(numbers)) + Chain(
        () => $" | plus: {Pick(numbers)}", () => $" | minus: {random.Next(9)}", () => $" | times: {random.Next(-3, 4)}", () => " | abs", () => $" | at_least: {random.Next(9)}", () => $" | at_most: {Pick(numbers)}",
        () => " | ceil", () => " | floor", () => " | abs | round", () => $" | abs | modulo: {random.Next(1, 5)}", () => " | divided_by: 4.0");

    private string TextExpression() => (random.Next(3) == 0 ? Literal() : Pick(texts)) + Chain(
        () => $" | append: {Pick(texts)}", () => $" | prepend: {Literal()}", () => " | upcase", () => " | downcase", () => " | capitalize", () => " | strip", () => " | lstrip", () => " | rstrip",
        () => $" | replace: 'a', {Literal()}", () => " | replace_first: 'b', 'X'", () => " | replace_last: 'b', 'X'", () => " | remove: 'c'", () => " | remove_first: ' '", () => " | remove_last: 'e'", () => " | remove: '\"' | escape", () => " | remove: '\"' | escape_once",
        () => " | remove: \"'\" | url_encode", () => " | remove: '+' | url_encode | url_decode", () => " | strip_html", () => $" | truncate: {random.Next(3, 12)}", () => $" | truncate: {random.Next(3, 9)}, ''",
        () => $" | append: 'abc' | slice: {random.Next(-3, 3)}, {random.Next(1, 5)}", () => $" | default: {Literal()}", () => " | strip_newlines", () => " | newline_to_br", () => " | json");

    private string NumberListExpression() => Pick(numberLists) + Chain(() => " | sort", () => " | reverse", () => " | uniq", () => $" | concat: {Pick(numberLists)}", () => " | compact", () => $" | slice: 0, {random.Next(1, 4)}");

    private string TextListExpression() => (random.Next(2) == 0 ? Pick(textLists) : $"{Pick(texts)} | append: '' | split: {Pick("','", "'b'", "''", "'bc'")}") + Chain(() => " | sort", () => " | reverse", () => " | uniq", () => " | sort_natural", () => $" | concat: {Pick(textLists)}");

    private string RowsExpression() => Pick(rows) + Chain(() => " | where: 'c'", () => $" | where: 'a', {random.Next(4)}", () => " | sort: 'a'", () => " | sort_natural: 'b'", () => " | reverse", () => $" | reject: 'a', {random.Next(4)}", () => " | compact: 'b'", () => $" | concat: {Pick(rows)}");

    private string Condition()
    {
        var all = Comparison();
        for (var i = random.Next(3); i > 0; i--)
        {
            all += Pick(" and ", " or ") + Comparison();
        }

        return all;
    }

    private string Comparison() => random.Next(8) switch
    {
        0 => Pick(booleans),
        1 => $"{Pick(texts)} == {Literal()}",
        2 => $"{Pick(texts)} != {Pick(texts)}",
        3 => $"{Pick(textLists)} contains {Literal()}",
        4 => $"{Literal()} contains {Literal()}",
        5 => $"{Pick(Pick(texts), Pick(numberLists), "nothing", "none")} == {Pick("empty", "blank", "nil")}",
        6 => $"{Pick(numberLists)} contains {random.Next(4)}",
        _ => $"{Pick(numbers)} {Pick("==", "!=", "<", "<=", ">", ">=")} {(random.Next(2) == 0 ? Pick(numbers) : random.Next(5))}",
    };

    private string Chain(params Func<string>[] filters) => string.Concat(Enumerable.Range(0, Math.Max(0, random.Next(-1, 3))).Select(_ => filters[random.Next(filters.Length)]()));

    private string Literal() => Pick("'a'", "\"b\"", "'bc'", "' '", "'é,'", "\"it's\"", "''");

    private string Tag(string inner) => $"{{%{Trim()} {inner} {Trim()}%}}";

    private string Trim() => random.Next(6) == 0 ? "-" : "";

    /// <summary>What is assigned in a block may not be there after it.</summary>
    private string Scoped(Func<string> block)
    {
        var kept = (numbers, texts, numberLists, textLists, rows, booleans);
        (numbers, texts, numberLists, textLists, rows, booleans) = ([.. numbers], [.. texts], [.. numberLists], [.. textLists], [.. rows], [.. booleans]);
        var text = block();
        (numbers, texts, numberLists, textLists, rows, booleans) = kept;
        return text;
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private string Pick(params string[] items) => items[random.Next(items.Length)];

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
