using System.Collections.Frozen;

namespace Hub.Expressions.Liquid.Filters;

/// <summary>All filters by name. To add one: one line in the list of its file.</summary>
internal static class FilterTable
{
    private static readonly FrozenDictionary<string, Filter> ByName =
        TextFilters.All.Concat(HtmlFilters.All).Concat(NumberFilters.All).Concat(ListFilters.All).Concat(PropertyFilters.All).Concat(ValueFilters.All).Concat(FranceFilters.All)
            .ToFrozenDictionary(static filter => filter.Name);

    public static IEnumerable<Filter> All => ByName.Values.OrderBy(static filter => filter.Name, StringComparer.Ordinal);

    public static Filter? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The known name that a mistyped one most looks like, if any does.</summary>
    public static string? Nearest(string name)
    {
        if (name.Length > 40)
        {
            return null;
        }

        var nearest = ByName.Keys.Select(known => (Name: known, Distance: EditDistance(known, name.ToLowerInvariant())))
            .OrderBy(static each => each.Distance).ThenBy(static each => each.Name, StringComparer.Ordinal).First();
        return nearest.Distance <= Math.Max(1, name.Length / 3) ? nearest.Name : null;
    }

    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
