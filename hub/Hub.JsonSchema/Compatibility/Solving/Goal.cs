using System.Globalization;
using System.Text;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>Schemas that one value must be accepted by, and refused by, and values that it must not be.</summary>
internal sealed class Goal
{
    private Goal(IReadOnlyList<TermLiteral> literals, IReadOnlySet<string> excluded, string key) => (Literals, Excluded, Key) = (literals, excluded, key);

    public IReadOnlyList<TermLiteral> Literals { get; }

    public IReadOnlySet<string> Excluded { get; }

    /// <summary>The same for goals that mean the same.</summary>
    public string Key { get; }

    public static Goal Of(TermClasses classes, IEnumerable<TermLiteral> literals, IEnumerable<string>? excluded = null)
    {
        TermLiteral[] distinct =
        [
            .. literals.Where(literal => !(literal.Holds && literal.Term.AcceptsAll)).DistinctBy(literal => (classes.Of(literal.Term), literal.Holds)).OrderBy(literal => classes.Of(literal.Term)).ThenBy(literal => literal.Holds),
        ];
        var without = excluded?.ToHashSet() ?? [];
        var key = new StringBuilder();
        foreach (var literal in distinct)
        {
            key.Append(literal.Holds ? '+' : '-').Append(CultureInfo.InvariantCulture, $"{classes.Of(literal.Term)}");
        }

        foreach (var value in without.Order(StringComparer.Ordinal))
        {
            key.Append('\u0001').Append(value);
        }

        return new Goal(distinct, without, key.ToString());
    }
}
