using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Requests;

/// <summary>
/// Makes one citizen's request out of a procedure's <c>example.template.json</c>: the same seed always gives the same request, and
/// two seeds never give the same citizen.
/// </summary>
/// <remarks>
/// The template is the request itself; an object with one member whose name starts with <c>$</c> stands for a value:
/// <c>{"$seed": "citoyen-{number}"}</c> a text with the seed's number or its <c>{letters}</c> (for names, which hold no digits);
/// <c>{"$pick": [a, b]}</c> one of these; <c>{"$int": [least, most]}</c> an integer, bounds included;
/// <c>{"$date": ["2015-01-01", "2019-12-31"]}</c> a day, bounds included.
/// </remarks>
public static class ExampleTemplate
{
    /// <exception cref="FormatException">The template holds a placeholder that is not one of those above.</exception>
    public static JsonNode? Fill(JsonElement template, ulong seed)
    {
        var dice = new Dice(seed);
        return Fill(template, seed, ref dice);
    }

    private static JsonNode? Fill(JsonElement template, ulong seed, ref Dice dice)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object when PlaceholderOf(template) is { } placeholder:
                return Value(placeholder, seed, ref dice);
            case JsonValueKind.Object:
                var filled = new JsonObject();
                foreach (var member in template.EnumerateObject())
                {
                    filled[member.Name] = Fill(member.Value, seed, ref dice);
                }

                return filled;
            case JsonValueKind.Array:
                var list = new JsonArray();
                foreach (var item in template.EnumerateArray())
                {
                    list.Add(Fill(item, seed, ref dice));
                }

                return list;
            default:
                return JsonNode.Parse(template.GetRawText());
        }
    }

    private static JsonProperty? PlaceholderOf(JsonElement value)
    {
        using var members = value.EnumerateObject();
        return members.MoveNext() && members.Current is var only && only.Name.StartsWith('$') && !members.MoveNext() ? only : null;
    }

    private static JsonNode? Value(JsonProperty placeholder, ulong seed, ref Dice dice)
    {
        var value = placeholder.Value;
        switch (placeholder.Name)
        {
            case "$seed":
                return (value.GetString() ?? "")
                    .Replace("{number}", seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                    .Replace("{letters}", Letters(seed), StringComparison.Ordinal);
            case "$pick":
                return Fill(value[(int)dice.Next((ulong)value.GetArrayLength())], seed, ref dice);
            case "$int":
                var least = value[0].GetInt64();
                return least + (long)dice.Next((ulong)(value[1].GetInt64() - least + 1));
            case "$date":
                var from = DateOnly.ParseExact(value[0].GetString() ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture);
                var to = DateOnly.ParseExact(value[1].GetString() ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture);
                return from.AddDays((int)dice.Next((ulong)(to.DayNumber - from.DayNumber + 1))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            default:
                throw new FormatException($"The template holds '{placeholder.Name}'; expected $seed, $pick, $int or $date.");
        }
    }

    // Base 26 with a capital first: 0 is A, 27 is Bb.
    private static string Letters(ulong number)
    {
        var text = "";
        do
        {
            text = (char)('a' + (number % 26)) + text;
            number /= 26;
        }
        while (number > 0);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    // SplitMix64: System.Random's sequence may change with the runtime, and a seed must keep its citizen.
    private struct Dice(ulong seed)
    {
        private ulong state = seed;

        public ulong Next(ulong bound)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (mixed ^ (mixed >> 31)) % bound;
        }
    }
}
