namespace Hub.Expressions.Authoring;

/// <summary>What a name is.</summary>
public enum AuthorSymbolKind
{
    /// <summary>A function.</summary>
    Function,

    /// <summary>A variable or another value.</summary>
    Variable,

    /// <summary>A filter of Liquid.</summary>
    Filter,

    /// <summary>A tag of Liquid.</summary>
    Tag,
}
