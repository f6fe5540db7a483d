namespace Hub.Workflows;

/// <summary>A text that people read, in the hub's two languages.</summary>
public sealed record LocalizedText(string English, string French)
{
    /// <summary>No text.</summary>
    public static LocalizedText None { get; } = new("", "");

    /// <summary>The text in the language of a culture name (<c>fr</c>, <c>fr-FR</c> …); English for every other.</summary>
    public string In(string? language) => language is not null && language.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? French : English;
}
