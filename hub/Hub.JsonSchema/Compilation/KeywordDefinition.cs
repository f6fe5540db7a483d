using System.Text.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Compilation;

/// <summary>Where the value of a keyword holds schemas.</summary>
[Flags]
internal enum Shape
{
    None = 0,

    /// <summary>The value is a schema.</summary>
    One = 1,

    /// <summary>The value is a list of schemas.</summary>
    List = 2,

    /// <summary>The members of the value are schemas (or, for <c>dependencies</c>, lists of names).</summary>
    Map = 4,
}

/// <summary>A keyword of one or several drafts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The first draft that has it.</param>
/// <param name="To">The last draft that has it.</param>
/// <param name="Vocabulary">Its vocabulary; any of several.</param>
/// <param name="Shape">Where its value holds schemas.</param>
/// <param name="Build">Compiles it; null for a keyword that is never checked. Returns null where a neighbour keyword does its work.</param>
/// <param name="Annotates">Whether its value is handed on as an annotation.</param>
internal sealed record KeywordDefinition(
    string Name,
    Draft From,
    Draft To,
    Vocabularies Vocabulary,
    Shape Shape,
    Func<NodeBuilder, JsonElement, Keyword?>? Build,
    bool Annotates = false);
