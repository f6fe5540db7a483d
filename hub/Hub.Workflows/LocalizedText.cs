namespace Hub.Workflows;

/// <summary>A text that people read, in the hub's two languages.</summary>
public sealed record LocalizedText(string English, string French)
{
    /// <summary>No text.</summary>
    public static LocalizedText None { get; } = new("", "");

    /// <summary>The text in the language of a culture name (<c>fr</c>, <c>fr-FR</c> …); English for every other.</summary>
    public string In(string? language) => language is not null && language.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? French : English;

    /// <summary>Writes <c>("Delay", "Attendre")</c> for English and French, which keeps descriptors readable.</summary>
    public static implicit operator LocalizedText((string English, string French) texts) => FromValueTuple(texts);

    /// <summary>A text from its English and French form.</summary>
    public static LocalizedText FromValueTuple((string English, string French) texts) => new(texts.English, texts.French);
}
