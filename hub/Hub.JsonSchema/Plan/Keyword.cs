using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Plan;

/// <summary>One keyword of one schema, compiled: stateless, shared by every validation.</summary>
/// <remarks>
/// A simple assertion writes <see cref="IsValid"/> and <see cref="Explain"/>. A keyword with subschemas also overrides
/// <see cref="Report"/>, to let the subschemas tell what is wrong and to hand on their annotations.
/// </remarks>
internal abstract class Keyword(string name, JsonTypes appliesTo)
{
    public string Name { get; } = name;

    /// <summary>The types of value that the keyword looks at; every other is valid for it.</summary>
    public JsonTypes AppliesTo { get; } = appliesTo;

    /// <summary>Run after all others: <c>unevaluatedItems</c> and <c>unevaluatedProperties</c>.</summary>
    public virtual bool ComesLast => false;

    /// <summary>The verdict is another's work, which does it on its way; this one only reports.</summary>
    public virtual bool OnlyReports => false;

    /// <summary>The verdict needs no other schema's: the value's own node may ask for it without opening a level of its own.</summary>
    public virtual bool IsPlain => true;

    /// <summary>Subschemas applied to the very same value; used to find references that never end.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>The verdict on the value of token <paramref name="at"/>. Marks, if given, what it has evaluated in it.</summary>
    public abstract bool IsValid(ref Evaluation evaluation, int at, Marks? marks);

    /// <summary>The verdict, with its errors and annotations written to the report.</summary>
    public virtual bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        if (IsValid(ref evaluation, at, marks))
        {
            return true;
        }

        report.Fail(Name, at, Explain(ref evaluation, at));
        return false;
    }

    /// <summary>What to tell about a value that was refused.</summary>
    protected abstract BilingualText Explain(ref Evaluation evaluation, int at);
}
