namespace Hub.Expressions.JavaScript.Values;

/// <summary>One-character strings, shared for Latin letters.</summary>
internal static class TextUnits
{
    private static readonly string[] Latin = [.. Enumerable.Range(0, 256).Select(static c => ((char)c).ToString())];

    public static string At(string text, int index) => From(text[index]);

    public static string From(char c) => c < 256 ? Latin[c] : c.ToString();
}
