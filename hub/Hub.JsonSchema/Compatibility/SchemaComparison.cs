using System.Text.Json;
using Hub.JsonSchema.Compatibility.Explaining;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility;

/// <summary>
/// Compares two versions of a schema by what they accept. “Compatible” is said only when it is proved, “incompatible” only with a document
/// that both compiled validators have judged. All drafts; formats count as <see cref="ComparisonLimits.Options"/> says.
/// </summary>
/// <remarks>
/// 1. Both schemas are compiled, and read into terms that know which of them mean the same. 2. For each keyword of the one, a document is
/// sought that the other accepts and this keyword refuses (<c>Solving/Solver</c>); when none can exist, that is the proof. 3. What was found is
/// tried on both validators; where reasoning gives up, generated documents are tried.
/// </remarks>
public static class SchemaComparison
{
    /// <summary>Compares two schemas of the registry, each by its URI.</summary>
    /// <exception cref="SchemaException">The registry does not hold one of them, or something that it refers to.</exception>
    public static CompatibilityReport Compare(SchemaRegistry registry, string older, string newer, ComparisonLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var options = (limits ?? ComparisonLimits.Default).Options;
        return Compare(
            (registry.Open(older, options), registry.Compile(older, options)),
            (registry.Open(newer, options), registry.Compile(newer, options)),
            limits ?? ComparisonLimits.Default);
    }

    /// <summary>Compares a schema of the registry with a newer one that is not in it (its <c>$id</c> may be new to the registry).</summary>
    /// <exception cref="SchemaException">One of them is not valid, or refers to something unknown.</exception>
    public static CompatibilityReport Compare(SchemaRegistry registry, string older, JsonElement newer, ComparisonLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var options = (limits ?? ComparisonLimits.Default).Options;
        return Compare((registry.Open(older, options), registry.Compile(older, options)), Place(registry, newer, options), limits ?? ComparisonLimits.Default);
    }

    /// <summary>Compares two schemas that may refer to the registry's, without adding them.</summary>
    /// <exception cref="SchemaException">One of them is not valid, or refers to something unknown.</exception>
    public static CompatibilityReport Compare(SchemaRegistry registry, JsonElement older, JsonElement newer, ComparisonLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var options = (limits ?? ComparisonLimits.Default).Options;
        return Compare(Place(registry, older, options), Place(registry, newer, options), limits ?? ComparisonLimits.Default);
    }

    private static (SchemaPlace Place, JsonSchemaValidator Validator) Place(SchemaRegistry registry, JsonElement schema, SchemaOptions options)
    {
        // Compiling first refuses what is not a schema.
        var validator = registry.Compile(schema, options);
        return (registry.Open(schema, options), validator);
    }

    private static CompatibilityReport Compare(
        (SchemaPlace Place, JsonSchemaValidator Validator) older, (SchemaPlace Place, JsonSchemaValidator Validator) newer, ComparisonLimits limits)
    {
        var languages = new LanguageCache();
        var (oldRoot, oldTerms) = TermReader.Read(older.Place, limits.Options, languages);
        var (newRoot, newTerms) = TermReader.Read(newer.Place, limits.Options, languages);
        Term[] all = [.. oldTerms, .. newTerms];
        var classes = new TermClasses(all);
        if (classes.Of(oldRoot) == classes.Of(newRoot))
        {
            return new CompatibilityReport(Verdict.Compatible, Verdict.Compatible, []);
        }

        var trials = DocumentMaker.TrialsOf(older.Place, newer.Place);
        var oldSide = new Side(oldRoot, older.Validator, new DocumentMaker(classes, languages, oldRoot, all, older.Validator, trials, limits.MaxSteps));
        var newSide = new Side(newRoot, newer.Validator, new DocumentMaker(classes, languages, newRoot, all, newer.Validator, trials, limits.MaxSteps));
        var backward = new Comparer(Direction.Backward, oldSide, newSide, classes, languages, trials, limits).Compare();
        var forward = new Comparer(Direction.Forward, newSide, oldSide, classes, languages, trials, limits).Compare();
        return new CompatibilityReport(
            backward.Verdict,
            forward.Verdict,
            [.. backward.Changes.OrderBy(change => change.InstancePath, StringComparer.Ordinal), .. forward.Changes.OrderBy(change => change.InstancePath, StringComparer.Ordinal)]);
    }
}
