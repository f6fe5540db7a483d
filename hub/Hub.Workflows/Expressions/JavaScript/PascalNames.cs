namespace Hub.Workflows.Expressions.JavaScript;

/// <summary>Compares a generated accessor with the PascalCase of the names it is made of, without making any text.</summary>
internal static class PascalNames
{
    public static bool Same(ReadOnlySpan<char> accessor, string name) => Consume(ref accessor, name) && accessor.IsEmpty;

    public static bool Same(ReadOnlySpan<char> accessor, string first, string middle, string last) =>
        Consume(ref accessor, first) && Consume(ref accessor, middle) && Consume(ref accessor, last) && accessor.IsEmpty;

    // PascalCase: every word begins with a capital; spaces, hyphens and underscores end a word and vanish.
    private static bool Consume(ref ReadOnlySpan<char> accessor, string name)
    {
        var startsWord = true;
        foreach (var letter in name)
        {
            if (letter is ' ' or '-' or '_')
            {
                startsWord = true;
                continue;
            }

            if (accessor.IsEmpty || accessor[0] != (startsWord ? char.ToUpperInvariant(letter) : letter))
            {
                return false;
            }

            accessor = accessor[1..];
            startsWord = false;
        }

        return true;
    }
}
