namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>One token. <see cref="Text"/> is the name, the decoded string, or the raw text of a template part.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, bool AfterLineEnd, string Text, double Number = 0)
{
    /// <summary>The decoded text of a template part; null when it holds an escape that only tagged templates allow.</summary>
    public string? Cooked { get; init; }

    /// <summary>Whether a template part ends the template.</summary>
    public bool EndsTemplate { get; init; }

    /// <summary>Whether the name was written with an escape, which takes a reserved meaning away.</summary>
    public bool Escaped { get; init; }

    /// <summary>The flags of a regular expression.</summary>
    public string Flags { get; init; } = string.Empty;
}
