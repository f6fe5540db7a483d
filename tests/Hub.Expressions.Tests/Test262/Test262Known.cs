namespace Hub.Expressions.Tests.Test262;

/// <summary>Tests that run and fail, each with its reason. They count as failures in the table; any other failure is news and fails the run.</summary>
internal static class Test262Known
{
    public static IReadOnlyDictionary<string, string> Failures { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["built-ins/Array/prototype/exotic-array.js"] = "Array.prototype is an ordinary object here: a numbered member given to it does not change its length",
        ["built-ins/RegExp/S15.10.2.5_A1_T4.js"] = "a group inside a repetition keeps its last capture, as in .NET",
        ["built-ins/RegExp/lookahead-quantifier-match-groups.js"] = "a group inside a repetition keeps its last capture, as in .NET",
        ["built-ins/RegExp/prototype/exec/S15.10.6.2_A1_T6.js"] = "a group inside a repetition keeps its last capture, as in .NET",
        ["built-ins/RegExp/unicode_full_case_folding.js"] = "three pairs of letters that Unicode folds together under /iu, and .NET does not",
        ["language/identifiers/part-unicode-17.0.0-escaped.js"] = "letters new in Unicode 17, which .NET 10 does not know",
        ["language/identifiers/part-unicode-17.0.0.js"] = "letters new in Unicode 17, which .NET 10 does not know",
        ["language/identifiers/start-unicode-17.0.0-escaped.js"] = "letters new in Unicode 17, which .NET 10 does not know",
        ["language/identifiers/start-unicode-17.0.0.js"] = "letters new in Unicode 17, which .NET 10 does not know",
    };
}
