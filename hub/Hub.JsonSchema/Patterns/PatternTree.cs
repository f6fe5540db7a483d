namespace Hub.JsonSchema.Patterns;

/// <summary>A part of a regular expression, as ECMA-262, section 22.2.1, divides it.</summary>
internal abstract record PatternPart;

/// <summary>One character out of a set.</summary>
internal sealed record CharacterPart(CodePointSet Set) : PatternPart;

/// <summary>Parts one after the other.</summary>
internal sealed record SequencePart(IReadOnlyList<PatternPart> Parts) : PatternPart;

/// <summary>One of several.</summary>
internal sealed record ChoicePart(IReadOnlyList<PatternPart> Choices) : PatternPart;

/// <summary>A group that remembers what it matched: numbered in the order of its parenthesis, from 1.</summary>
internal sealed record CapturePart(int Number, PatternPart Inner) : PatternPart;

/// <summary>A part repeated; <paramref name="Most"/> null for no limit.</summary>
internal sealed record RepeatPart(PatternPart Inner, int Least, int? Most, bool Lazy) : PatternPart;

/// <summary>What a captured group matched, again.</summary>
internal sealed record BackReferencePart(int Number) : PatternPart;

/// <summary>Looks ahead or behind without moving.</summary>
internal sealed record LookPart(bool Behind, bool Negative, PatternPart Inner) : PatternPart;

/// <summary>A place rather than a character.</summary>
internal sealed record AnchorPart(Anchor Kind) : PatternPart;

/// <summary>The places that an expression can name.</summary>
internal enum Anchor
{
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}
