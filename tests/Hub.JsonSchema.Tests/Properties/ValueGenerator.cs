using System.Globalization;
using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Properties;

/// <summary>Small JSON values that often meet: few names, few texts, few numbers, so that equal ones come together.</summary>
internal sealed class ValueGenerator(Random random)
{
    public static readonly string[] Names = ["a", "b", "c", "d", "é", "x-1", "a/b", "a~b", "😀", ""];
    private static readonly string[] Texts = ["", "a", "b", "ab", "abc", "abcd", "é", "éà", "😀", "a😀b", "1", "aé1", "true", "a\"b\\c", "line\nline"];
    private static readonly string[] Numbers = ["0", "-0", "1", "1.0", "2", "3", "-1", "4", "5", "10", "0.5", "1.5", "-2.25", "1e2", "100", "2e-1", "12345678901"];

    public string Name() => Pick(Names);

    public string Text() => Pick(Texts);

    public JsonNode Number() => Written(Pick(Numbers));

    public JsonNode? Any(int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 or 3 => Number(),
        4 => JsonValue.Create(Text()),
        5 or 6 => Object(depth - 1),
        _ => Array(depth - 1),
    };

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public bool Chance(double probability) => random.NextDouble() < probability;

    public int UpTo(int most) => random.Next(most + 1);

    /// <summary>A number in this very notation: 1.0 and 1 are one value, and must be taken for one.</summary>
    public static JsonNode Written(string number) => JsonNode.Parse(number) ?? throw new FormatException(number);

    public static JsonNode Count(int count) => Written(count.ToString(CultureInfo.InvariantCulture));

    private JsonObject Object(int depth)
    {
        var result = new JsonObject();
        for (var members = UpTo(4); members > 0; members--)
        {
            result[Name()] = Any(depth);
        }

        return result;
    }

    private JsonArray Array(int depth) => [.. Enumerable.Range(0, UpTo(4)).Select(_ => Any(depth))];
}
