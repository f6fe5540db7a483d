namespace Hub.Workflows.Definitions;

/// <summary>A workflow definition that cannot be loaded at all: no root, wrong types, duplicate ids, or a definition that contains itself.</summary>
/// <param name="place">JSON Pointer (RFC 6901) of what is wrong, from the definition's top.</param>
/// <param name="message">What was expected and what came, in English.</param>
/// <param name="french">The same in French.</param>
public sealed class DefinitionException(string place, string message, string french) : Exception($"{message} (at {(place.Length == 0 ? "/" : place)})")
{
    /// <summary>JSON Pointer (RFC 6901) of what is wrong, from the definition's top.</summary>
    public string Place { get; } = place;

    /// <summary>The message in both languages, without the place.</summary>
    public LocalizedText Text { get; } = new(message, french);
}
