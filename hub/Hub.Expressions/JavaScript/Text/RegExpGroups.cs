namespace Hub.Expressions.JavaScript.Text;

/// <summary>The capturing groups of a pattern, before it is read: an escape means something else when there is a group of its number or name.</summary>
internal sealed class RegExpGroups
{
    // By number; null for one without a name.
    private readonly List<string?> names = [];

    public RegExpGroups(string source)
    {
        var inClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' or ']':
                    inClass = source[i] == '[';
                    break;
                case '(' when !inClass:
                    Add(source.AsSpan(i + 1));
                    break;
            }
        }
    }

    public int Total => names.Count;

    public bool HasNamed { get; private set; }

    /// <summary>The number that a name will have, from 1; names may be used before their group is read.</summary>
    /// <exception cref="RegExpError">No group has the name.</exception>
    public int NumberOf(string name) => names.IndexOf(name) is >= 0 and var place
        ? place + 1
        : throw new RegExpError("Invalid named reference", "référence à un groupe inconnu");

    private void Add(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("?<") && rest.Length > 2 && rest[2] is not ('=' or '!'))
        {
            var end = rest.IndexOf('>');
            names.Add(rest[2..(end < 0 ? rest.Length : end)].ToString());
            HasNamed = true;
        }
        else if (!rest.StartsWith("?"))
        {
            names.Add(null);
        }
    }
}
