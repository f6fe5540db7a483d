using System.Text.RegularExpressions;

namespace Hub.Expressions.Tests.Test262;

/// <summary>
/// What of test262 does not apply to the subset, by the suite's own marks: flags, features, harness files, and the few names that
/// have no mark. This table is the whole list: no test is left out by its path.
/// </summary>
internal static partial class Test262Exclusions
{
    private static readonly (string[] Marks, string Reason)[] Flags =
    [
        (["noStrict"], "sloppy mode: scripts here are always strict"),
        (["module"], "modules"),
        (["CanBlockIsFalse", "CanBlockIsTrue", "non-deterministic"], "agents"),
    ];

    private static readonly (string[] Marks, string Reason)[] Features =
    [
        (["Proxy"], "Proxy"),
        (["regexp-unicode-property-escapes"], @"tables of Unicode properties (\p{…} knows general categories, Any and ASCII)"),
        (["Reflect", "Reflect.construct", "Reflect.set", "Reflect.setPrototypeOf"], "Reflect"),
        (["BigInt"], "BigInt"),
        (["async-iteration", "Symbol.asyncIterator", "Array.fromAsync"], "async generators and async iteration"),
        (["class-fields-private", "class-fields-private-in", "class-methods-private", "class-static-fields-private", "class-static-methods-private"], "private members"),
        (["class-static-block", "decorators"], "static blocks and decorators of classes"),
        (["dynamic-import", "import.meta", "import-attributes", "import-defer", "import-text", "json-modules", "source-phase-imports", "source-phase-imports-module-source", "top-level-await", "export-star-as-namespace-from-module"], "modules"),
        (["TypedArray", "ArrayBuffer", "DataView", "SharedArrayBuffer", "Atomics", "resizable-arraybuffer", "arraybuffer-transfer", "Float16Array", "Float32Array", "Float64Array", "Int8Array", "Int16Array", "Int32Array", "Uint8Array", "Uint16Array", "Uint32Array", "Uint8ClampedArray"], "typed arrays"),
        (["WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry"], "weak collections"),
        (["cross-realm", "ShadowRealm", "IsHTMLDDA", "host-gc-required"], "several realms"),
        (["tail-call-optimization"], "tail calls"),
        (["explicit-resource-management", "Temporal", "iterator-helpers", "joint-iteration", "iterator-sequencing", "Math.sumPrecise", "json-parse-with-source", "upsert", "RegExp.escape", "regexp-modifiers", "regexp-v-flag", "regexp-duplicate-named-groups", "regexp-match-indices", "legacy-regexp", "AggregateError", "uint8array-base64", "Error.isError", "error-cause", "promise-try", "promise-with-resolvers"], "later than ES2020"),
    ];

    private static readonly (string[] Marks, string Reason)[] Includes =
    [
        (["isConstructor.js", "proxyTrapsHelper.js", "wellKnownIntrinsicObjects.js"], "Reflect"),
        (["fnGlobalObject.js"], "code from text: eval, Function(…)"),
        (["testTypedArray.js", "resizableArrayBufferUtils.js", "detachArrayBuffer.js", "byteConversionValues.js"], "typed arrays"),
        (["temporalHelpers.js", "iteratorZipUtils.js"], "later than ES2020"),
        (["tcoHelper.js"], "tail calls"),
    ];

    private static readonly Dictionary<string, string> ByFlag = Table(Flags);

    private static readonly Dictionary<string, string> ByFeature = Table(Features);

    private static readonly Dictionary<string, string> ByInclude = Table(Includes);

    /// <summary>Some tests use what has a mark without carrying it; these names in their text tell. Tests for early errors are never left out so.</summary>
    private static readonly (string Shown, Regex Text, string Reason)[] Texts =
    [
        ("`eval(`, `Function(`", CodeFromText(), "code from text: eval, Function(…)"),
        ("`$262`", SeveralRealms(), "several realms"),
        ("`new Proxy`, `Proxy.`", ProxyText(), "Proxy"),
        ("`Reflect`", ReflectText(), "Reflect"),
        ("`1n`, `BigInt`", BigIntText(), "BigInt"),
        ("`Int8Array` … `ArrayBuffer`", TypedArrayText(), "typed arrays"),
        ("`with (…)`", WithText(), "sloppy mode: scripts here are always strict"),
        ("`/…/v`", VFlagText(), "later than ES2020"),
        ("`WeakMap`, `WeakSet`", WeakText(), "weak collections"),
        ("`async function*`, `for await`", AsyncGeneratorText(), "async generators and async iteration"),
    ];

    /// <summary>Why a test does not apply; null when it runs.</summary>
    public static string? ReasonFor(Test262Case test) =>
        First(ByFlag, test.Flags) ?? First(ByFeature, test.Features) ?? First(ByInclude, test.Includes)
        ?? (test.NegativePhase == "parse" ? null : Texts.FirstOrDefault(row => row.Text.IsMatch(test.Source)).Reason);

    /// <summary>Every mark and its reason, in the order of the table, for the published list.</summary>
    public static IEnumerable<(string Kind, string Marks, string Reason)> All() =>
        Rows("flag", Flags).Concat(Rows("feature", Features)).Concat(Rows("harness file", Includes)).Concat(Texts.Select(static row => ("text", row.Shown, row.Reason)));

    private static IEnumerable<(string, string, string)> Rows(string kind, (string[] Marks, string Reason)[] table) =>
        table.Select(row => (kind, string.Join(", ", row.Marks.Select(static mark => $"`{mark}`")), row.Reason));

    private static Dictionary<string, string> Table((string[] Marks, string Reason)[] rows) =>
        rows.SelectMany(static row => row.Marks.Select(mark => (mark, row.Reason))).ToDictionary(StringComparer.Ordinal);

    private static string? First(Dictionary<string, string> table, IEnumerable<string> marks) =>
        marks.Select(table.GetValueOrDefault).FirstOrDefault(static reason => reason is not null);

    [GeneratedRegex(@"\beval\s*\(|\beval\)\s*\(|\beval\s*`|=\s*eval\b|\bFunction\.call\(this,|\beval\s*=|\b(Async|Generator)?Function\s*\(|\bnew\s+(Async|Generator)?Function\b|extends\s+(Generator)?Function\b|getPrototypeOf\((async )?(function ?\*?|\(\))[^)]*\)[^;]*\.constructor", RegexOptions.NonBacktracking)]
    private static partial Regex CodeFromText();

    [GeneratedRegex(@"\$262\.", RegexOptions.NonBacktracking)]
    private static partial Regex SeveralRealms();

    [GeneratedRegex(@"\bnew Proxy\b|\bProxy\.|\bextends Proxy\b", RegexOptions.NonBacktracking)]
    private static partial Regex ProxyText();

    [GeneratedRegex(@"\bReflect\b", RegexOptions.NonBacktracking)]
    private static partial Regex ReflectText();

    [GeneratedRegex(@"\b\d+n\b|\bBigInt\b", RegexOptions.NonBacktracking)]
    private static partial Regex BigIntText();

    [GeneratedRegex(@"\b(Big)?(Int|Uint|Float)(8|16|32|64)(Clamped)?Array\b|\bArrayBuffer\b|\bDataView\b", RegexOptions.NonBacktracking)]
    private static partial Regex TypedArrayText();

    [GeneratedRegex(@"^with\s*\(", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex WithText();

    [GeneratedRegex(@"/v;", RegexOptions.NonBacktracking)]
    private static partial Regex VFlagText();

    [GeneratedRegex(@"\bWeak(Map|Set|Ref)\b", RegexOptions.NonBacktracking)]
    private static partial Regex WeakText();

    [GeneratedRegex(@"\basync\s+function\s*\*|\basync\s*\*|\bfor\s+await\b", RegexOptions.NonBacktracking)]
    private static partial Regex AsyncGeneratorText();
}
