using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>
/// What one keyword (or one member of <c>properties</c>, one name of <c>required</c>, …) demands of a value. An atomic one is settled by the
/// solver of its type; a composite one unfolds into a formula.
/// </summary>
internal abstract class Demand(string keyword, string location, JsonTypes applies)
{
    public string Keyword => keyword;

    /// <summary>Where the keyword stands: URI and fragment.</summary>
    public string Location => location;

    /// <summary>The types that it speaks of; a value of another type meets it.</summary>
    public JsonTypes Applies => applies;

    /// <summary>The number that demands of the same meaning share; given by <see cref="TermClasses"/> when first asked for.</summary>
    public int Class { get; set; } = -1;

    /// <summary>What it says, without its subschemas.</summary>
    public abstract string Signature { get; }

    /// <summary>Its subschemas, in order.</summary>
    public virtual IReadOnlyList<Term> Children => [];

    /// <summary>The same demand over another subschema, where it is met by a value exactly when all of some places meet the subschema; null elsewhere.</summary>
    public virtual Narrowing? Narrow() => null;
}

/// <summary>A demand that says “whatever stands at these places meets this subschema”.</summary>
/// <param name="Child">The subschema.</param>
/// <param name="Step">The places, as a step of an instance path (<c>/name</c>, <c>/[]</c>); empty for the value itself.</param>
/// <param name="Over">The same demand over another subschema.</param>
internal sealed record Narrowing(Term Child, string Step, Func<Term, Demand> Over);

/// <summary>A demand that unfolds.</summary>
internal abstract class CompositeDemand(string keyword, string location, JsonTypes applies = JsonTypes.Any) : Demand(keyword, location, applies)
{
    public abstract Formula Unfold(bool holds);
}
