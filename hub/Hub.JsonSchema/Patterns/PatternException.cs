namespace Hub.JsonSchema.Patterns;

/// <summary>A regular expression that cannot be read.</summary>
internal sealed class PatternException(string fr, string en) : Exception(en)
{
    public BilingualText Reason { get; } = new(fr, en);
}
